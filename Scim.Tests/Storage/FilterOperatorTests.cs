using System.Globalization;

namespace Scim.Tests.Storage;

/// <summary>
/// Each operator on each type of attribute, with the devices that it finds written out. <c>c</c> has no value but its name, <c>d</c> has specials.
/// </summary>
public class FilterOperatorTests
{
    private const string A = """
        "text": "Anna Ek", "code": "Anna", "count": 5, "ratio": 1.50, "flag": true, "at": "2026-01-31T10:30:00+01:00",
        "link": "https://example.com/A", "data": "YQ==", "labels": ["Red", "blue"], "codes": ["Red", "blue"], "counts": [1, 10], "ratios": [0.5],
        "times": ["2026-01-31T09:30:00Z", "2027-01-01T00:00:00Z"], "links": ["urn:a"],
        "box": {"text": "Inner", "code": "Inner", "count": 1, "flag": false, "labels": ["Red"], "counts": [7]},
        "boxes": [
          {"value": "One", "type": "work", "code": "One", "count": 1, "primary": true, "labels": ["x", "y"]},
          {"value": "Two", "type": "home", "code": "Two", "count": 2, "primary": false, "labels": ["z"]}
        ], "externalId": "Ext-A"
        """;

    private const string B = """
        "text": "anna", "code": "anna", "count": -5, "ratio": 12, "flag": false, "at": "2026-01-31T09:30:00.001Z",
        "link": "https://example.com/a", "data": "yq==", "labels": ["green"], "codes": ["red"], "counts": [2], "ratios": [1.0, 100],
        "times": ["2025-01-01T00:00:00Z"], "links": ["urn:b"],
        "box": {"text": "other", "count": 2, "flag": true, "labels": ["blue"]},
        "boxes": [{"value": "one", "type": "home", "count": 3}, {"value": "three", "type": "work", "count": 1}], "externalId": "ext-a"
        """;

    private const string D = """
        "text": "100%_\\'\"$^.*(x)[y]{2}|?+\n😀é", "code": "é\t李𠮷", "labels": ["%", "a_b"], "box": {"labels": ["😀"]}
        """;

    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Store()
    {
        _store = await TestStore.CreateAsync(EverySchema.Catalogue);
        foreach (var (name, further) in new[] { ("a", A), ("b", B), ("c", ""), ("d", D) })
        {
            await _store.CreateAsync("Device", $$"""
                {"schemas": ["{{EverySchema.Core}}"], "displayName": "{{name}}"{{(further.Length == 0 ? "" : ", " + further)}}}
                """);
        }
    }

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase("""text eq "ANNA" """, "b")]
    [TestCase("""text ne "ANNA" """, "acd")]
    [TestCase("""text co "NA" """, "ab")]
    [TestCase("""text co "nna e" """, "a")]
    [TestCase("""text sw "aNNa" """, "ab")]
    [TestCase("""text ew "ek" """, "a")]
    [TestCase("""text ew "nna" """, "b")]
    [TestCase("""text gt "anna" """, "a")]
    [TestCase("""text ge "anna" """, "ab")]
    [TestCase("""text lt "anna" """, "d")]
    [TestCase("""text le "Anna" """, "bd")]
    [TestCase("text pr", "abd")]
    [TestCase("not (text pr)", "c")]
    [TestCase("""not (text eq "anna")""", "acd")]
    [TestCase("""not (text sw "anna")""", "cd")]
    [TestCase("""text eq "" """, "c")]
    [TestCase("text eq null", "c")]
    [TestCase("""text ne "" """, "abd")]
    [TestCase("text ne null", "abd")]
    [TestCase("""text co "" """, "abd")]
    [TestCase("text eq anna", "b")]
    public async Task Strings_without_case(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("""code eq "Anna" """, "a")]
    [TestCase("""code ne "Anna" """, "bcd")]
    [TestCase("""code co "nn" """, "ab")]
    [TestCase("""code co "Ann" """, "a")]
    [TestCase("""code sw "A" """, "a")]
    [TestCase("""code ew "nna" """, "ab")]
    [TestCase("""code gt "Anna" """, "bd")]
    [TestCase("""code ge "Anna" """, "abd")]
    [TestCase("""code lt "anna" """, "a")]
    [TestCase("code pr", "abd")]
    [TestCase("""externalId eq "ext-a" """, "b")]
    [TestCase("""externalId co "xt-" """, "ab")]
    [TestCase("""externalId sw "Ext" """, "a")]
    [TestCase("""externalId ew "-a" """, "b")]
    [TestCase("""externalId lt "a" """, "a")]
    [TestCase("not (externalId pr)", "cd")]
    public async Task Strings_with_case(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("count eq 5", "a")]
    [TestCase("count eq 5.0", "a")]
    [TestCase("""count eq "5" """, "a")]
    [TestCase("count eq -5", "b")]
    [TestCase("count ne 5", "bcd")]
    [TestCase("count gt -5", "a")]
    [TestCase("count ge -5", "ab")]
    [TestCase("count lt 5", "b")]
    [TestCase("count le 5", "ab")]
    [TestCase("count pr", "ab")]
    [TestCase("ratio eq 1.5", "a")]
    [TestCase("ratio eq 15e-1", "a")]
    [TestCase("ratio gt 2", "b")] // as text, 12 is less
    [TestCase("ratio lt 12.0", "a")]
    [TestCase("ratio ge 1.50", "ab")]
    [TestCase("not (ratio lt 12)", "bcd")]
    public async Task Numbers(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("flag eq true", "a")]
    [TestCase("flag eq False", "b")]
    [TestCase("""flag eq "True" """, "a")]
    [TestCase("flag ne true", "bcd")]
    [TestCase("flag pr", "ab")]
    [TestCase("flag eq null", "cd")]
    [TestCase("""data eq "YQ==" """, "a")]
    [TestCase("""data ne "YQ==" """, "bcd")]
    [TestCase("""link eq "https://example.com/A" """, "a")]
    [TestCase("""link co "EXAMPLE" """, "")]
    [TestCase("""link sw "https://example.com/" """, "ab")]
    [TestCase("""link ew "/a" """, "b")]
    [TestCase("""link gt "https://example.com/A" """, "b")]
    public async Task Booleans_binaries_and_references(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("""at eq "2026-01-31T09:30:00Z" """, "a")]
    [TestCase("""at eq "2026-01-31T04:00:00-05:30" """, "a")]
    [TestCase("""at ne "2026-01-31T09:30:00Z" """, "bcd")]
    [TestCase("""at gt "2026-01-31T09:30:00Z" """, "b")]
    [TestCase("""at ge "2026-01-31T10:30:00+01:00" """, "ab")]
    [TestCase("""at lt "2026-01-31T09:30:00.0000001Z" """, "a")]
    [TestCase("""at le "2026-01-31T09:30:00.001" """, "ab")]
    [TestCase("""meta.created gt "2000-01-01T00:00:00Z" """, "abcd")]
    [TestCase("""meta.created lt "0001-01-01T00:00:00Z" """, "")]
    [TestCase("""meta.lastModified le "9999-12-31T23:59:59.9999999Z" """, "abcd")]
    [TestCase("""meta.resourceType eq "Device" """, "abcd")]
    [TestCase("""meta.resourceType eq "device" """, "")]
    [TestCase("""meta[resourceType sw "Dev" and version eq "W/\"1\""]""", "abcd")]
    [TestCase("""meta.location co "/scim/Devices/" """, "abcd")]
    [TestCase("meta pr", "abcd")]
    [TestCase("not (meta.created pr)", "")]
    [TestCase("""schemas eq "URN:ietf:params:scim:schemas:core:2.0:Device" """, "abcd")]
    public async Task Times_and_metadata(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("""labels eq "red" """, "a")]
    [TestCase("""labels.value eq "red" """, "a")]
    [TestCase("""labels[value eq "red"]""", "a")]
    [TestCase("""labels ne "red" """, "bcd")] // no value is: the negation of eq
    [TestCase("""labels[value ne "red"]""", "abd")] // some value is not
    [TestCase("""labels co "re" """, "ab")]
    [TestCase("""labels[value co "re" and value ew "n"]""", "b")]
    [TestCase("""labels co "re" and labels ew "e" """, "a")]
    [TestCase("""labels[value co "re" and value ew "e"]""", "")]
    [TestCase("""codes eq "red" """, "b")]
    [TestCase("counts gt 2", "a")]
    [TestCase("counts[value gt 1 and value lt 10]", "b")]
    [TestCase("counts gt 1 and counts lt 10", "ab")]
    [TestCase("ratios eq 100.0", "b")]
    [TestCase("""times lt "2026-01-31T09:30:00Z" """, "b")]
    [TestCase("""links eq "urn:b" """, "b")]
    [TestCase("labels pr", "abd")]
    public async Task Many_values(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("""boxes eq "one" """, "ab")]
    [TestCase("""boxes[type eq "work" and value eq "one"]""", "a")]
    [TestCase("""boxes[type eq "work"].value eq "one" """, "a")]
    [TestCase("""boxes.type eq "work" and boxes.value eq "one" """, "ab")]
    [TestCase("""boxes[type eq "work" and type eq "home"]""", "")]
    [TestCase("""boxes[type eq "work" or value eq "two"]""", "ab")]
    [TestCase("""boxes[not (type eq "work")]""", "ab")]
    [TestCase("""boxes[not (type eq "work") and count gt 2]""", "b")]
    [TestCase("""not (boxes[type eq "work" and value eq "one"])""", "bcd")]
    [TestCase("""boxes[code pr and primary eq false]""", "a")]
    [TestCase("""boxes[not (code pr)]""", "b")]
    [TestCase("""boxes[code eq "One" and value co "one" and type sw "w"]""", "a")]
    [TestCase("""boxes[labels eq "x" and labels eq "y"]""", "a")]
    [TestCase("""boxes[labels eq "x" and labels eq "z"]""", "")]
    [TestCase("""boxes.labels eq "x" and boxes.labels eq "z" """, "a")]
    [TestCase("""boxes[labels pr and type eq "home"]""", "a")]
    [TestCase("boxes[count ge 3]", "b")]
    [TestCase("""box[text eq "inner" and count eq 1]""", "a")]
    [TestCase("""box.text sw "inn" """, "a")]
    [TestCase("""box[labels eq "red" or labels eq "blue"]""", "ab")]
    [TestCase("box.counts eq 7", "a")]
    [TestCase("""box.code eq "inner" """, "")]
    [TestCase("box.flag eq false", "a")]
    [TestCase("box pr", "abd")]
    [TestCase("boxes.primary pr", "a")]
    public async Task Parts_of_complex_values(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("%", "d")]
    [TestCase("_", "d")]
    [TestCase("0%_", "d")]
    [TestCase("\\", "d")]
    [TestCase("\\'\"$^.*(x)[y]{2}|?+", "d")]
    [TestCase("+\n😀", "d")]
    [TestCase("a%k", "")]
    [TestCase("a.na", "")]
    [TestCase("a_na", "")]
    [TestCase("an*", "")]
    [TestCase(".*", "d")]
    [TestCase("^a", "")]
    [TestCase("(an)", "")]
    [TestCase("***=anna", "")]
    [TestCase("(?i)anna", "")]
    public async Task Specials_stand_for_themselves_inside(string operand, string found)
    {
        var quoted = TestStore.Quote(operand);

        Assert.That(await FindAsync($"text co {quoted}"), Is.EqualTo(found));
        Assert.That(await FindAsync($"text co {quoted} or boxes[value co {quoted} or type co {quoted}]"), Is.EqualTo(found));
    }

    [TestCase("sw", "100%_\\'\"$^.*(", "d")]
    [TestCase("sw", "1%", "")]
    [TestCase("sw", "...", "")]
    [TestCase("sw", "^100", "")]
    [TestCase("ew", "(x)[y]{2}|?+\n😀É", "d")]
    [TestCase("ew", "\n😀é", "d")]
    [TestCase("ew", "?+", "")] // an end of line is no end of the value
    [TestCase("ew", "...", "")]
    [TestCase("ew", "ek$", "")]
    public async Task Specials_stand_for_themselves_at_an_end(string op, string operand, string found) =>
        Assert.That(await FindAsync($"text {op} {TestStore.Quote(operand)}"), Is.EqualTo(found));

    [TestCase("eq", 1, false)]
    [TestCase("ge", 1, false)]
    [TestCase("gt", -1, true)]
    [TestCase("lt", 1, true)]
    [TestCase("le", -1, false)]
    [TestCase("ge", -1, true)]
    public async Task Times_of_metadata_are_compared_to_the_last_digit_of_the_operand(string op, long ticks, bool matches)
    {
        var created = (await _store.ListAsync("Device", """displayName eq "a" """)).Resources.Single().Created;
        var operand = created.AddTicks(ticks).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

        Assert.That(await FindAsync($"""displayName eq "a" and meta.created {op} "{operand}" """), Is.EqualTo(matches ? "a" : ""));
    }

    private async Task<string> FindAsync(string filter)
    {
        var page = await _store.ListAsync("Device", filter);
        return string.Concat(page.Resources.Select(x => TestStore.Json(x)["displayName"]!.GetValue<string>()));
    }
}
