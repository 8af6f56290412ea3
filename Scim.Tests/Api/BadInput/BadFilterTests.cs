namespace Scim.Tests.Api.BadInput;

public class BadFilterTests
{
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));
        await _server.PostAsync("Users", Some.User("ada", $$""" "title": "Countess", "{{Custom}}": {"hidden": "x"} """));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("", "The filter is empty.")]
    [TestCase("  ", "The filter is empty.")]
    [TestCase("userName", "Syntax error: unexpected end of input, expected `[`, `pr` or comparison operator.")]
    [TestCase("userName eq", "Syntax error: unexpected end of input, expected value.")]
    [TestCase("userName eq \"ada", "Syntax error (line 1, column 13): incomplete string, expected `\"` at its end.")]
    [TestCase("userName eq 'ada'", "Syntax error (line 1, column 13): unexpected `'`, expected `\"`.")]
    [TestCase("userName like \"ada\"", "Syntax error (line 1, column 10): unexpected attribute name `like`, expected `[`, `pr` or comparison operator.")]
    [TestCase("(userName eq \"ada\"", "Syntax error: unexpected end of input, expected `and`, `or` or `)`.")]
    [TestCase("userName eq \"ada\" x", "Syntax error (line 1, column 19): unexpected attribute name `x`, expected `and`, `or` or end of input.")]
    [TestCase("name eq \"ada\"", "name is complex; compare one of its sub-attributes: formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix.")]
    [TestCase("titel eq \"x\"", "User has no attribute titel.")]
    [TestCase("members eq \"x\"", "User has no attribute members.")]
    [TestCase("password pr", "User has no attribute password.")]
    [TestCase(Custom + ":hidden eq \"x\"", Custom + ":hidden is never returned, so it cannot be filtered on.")]
    [TestCase(Custom + " eq \"x\"", Custom + " is a schema; name one of its attributes, as in " + Custom + ":name.")]
    [TestCase("active gt true", "active gt true cannot be compared: an attribute of type boolean has no operator gt.")]
    [TestCase("active eq \"maybe\"", "active eq \"maybe\" cannot be compared: it is true or false.")]
    [TestCase("meta.created gt 5", "meta.created gt 5 cannot be compared: it is a date with time, like 2026-01-31T09:30:00Z.")]
    [TestCase("title gt null", "title gt null cannot be compared: only eq and ne take an empty value.")]
    [TestCase("x509Certificates.value co \"A\"", "x509Certificates.value co \"A\" cannot be compared: an attribute of type binary has no operator co.")]
    [TestCase("emails[emails[type eq \"x\"]]", "Syntax error (line 1, column 14): unexpected `[` inside brackets, which do not nest.")]
    [TestCase("title eq \"\\u0000\"", "Syntax error (line 1, column 10): invalid string, it holds U+0000 or half of a surrogate pair.")]
    [TestCase("title eq \"\\ud800\"", "Syntax error (line 1, column 10): invalid string, it holds U+0000 or half of a surrogate pair.")]
    [TestCase("title eq \"a\0b\"", "Syntax error (line 1, column 12): unexpected U+0000.")]
    [TestCase("'; DROP TABLE scim.resource; --", "Syntax error (line 1, column 1): unexpected `'`, expected `\"`.")]
    public Task Is_refused_with_the_place_and_the_reason(string filter, string detail) => RefusedAsync(filter, detail);

    [Test]
    public Task Of_2000_nested_parentheses_is_refused() =>
        RefusedAsync(new string('(', 2_000) + "title pr" + new string(')', 2_000), "Limit exceeded (line 1, column 65): more than 64 parentheses and brackets are open at once.");

    [Test]
    public Task Of_20000_terms_is_refused() =>
        RefusedAsync(string.Join(" or ", Enumerable.Repeat("title eq \"x\"", 20_000)), "Limit exceeded: more than 65536 characters.");

    [Test]
    public Task Of_more_than_1000_short_terms_is_refused() =>
        RefusedAsync(string.Join(" or ", Enumerable.Repeat("title pr", 1_001)), "Limit exceeded*");

    [Test]
    public async Task Of_1000_terms_is_answered() =>
        Assert.That((await _server.GetAsync("Users?count=0&filter=" + string.Join(" or ", Enumerable.Repeat("title eq \"countess\"", 1_000)))).TotalResults, Is.EqualTo(1));

    [Test]
    public Task With_a_string_of_a_million_characters_is_refused() =>
        RefusedAsync($"title eq \"{new string('x', 1_000_000)}\"", "Limit exceeded: more than 65536 characters.");

    [Test]
    public Task With_a_long_pattern_is_refused() =>
        RefusedAsync($"title co \"{new string('x', 257)}\"", $"title co \"{new string('x', 59)}... cannot be compared: operator co takes at most 256 characters.");

    [Test]
    public Task With_a_number_of_400_digits_is_refused() =>
        RefusedAsync($"{Custom}:floor eq {new string('9', 400)}", $"{Custom}:floor eq {new string('9', 60)}... cannot be compared: it is a number of at most 28 digits.");

    [Test]
    public Task With_more_searches_for_groups_than_the_limit_is_refused() =>
        RefusedAsync(string.Join(" or ", Enumerable.Repeat("groups eq \"x\"", 21)),
            "A filter asks for members or groups at most 20 times; write groups[value eq \"...\" or value eq \"...\"] to ask for many at once.");

    [Test]
    public async Task Given_twice_is_refused() =>
        await new Refusal(400, "invalidFilter", "Send one filter; join several by \"and\".")
            .OfAsync(_server, () => _server.GetAsync("Users?filter=title pr&filter=active eq true"));

    private async Task RefusedAsync(string filter, string detail)
    {
        // Percent-encoding would make the longest of them longer than a request line may be.
        var text = filter.Length > 300_000 ? filter.Replace(' ', '+') : Uri.EscapeDataString(filter);
        await new Refusal(400, "invalidFilter", detail).OfAsync(_server, () => _server.GetAsync("Users?filter=" + text));
    }
}
