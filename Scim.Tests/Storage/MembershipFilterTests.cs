using Scim.Resources;
using Scim.Storage.Filtering;

namespace Scim.Tests.Storage;

/// <summary>Filters on members and groups, with what they find written out. Anna is in A, which is in B, which is in A; Bo is in B.</summary>
public class MembershipFilterTests
{
    private readonly Dictionary<string, Guid> _ids = [];

    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Store()
    {
        _store = await TestStore.CreateAsync();
        _ids["anna"] = await _store.CreateUserAsync("anna", "\"displayName\": \"Anna Ek\"");
        _ids["bo"] = await _store.CreateUserAsync("bo", "\"name\": {\"formatted\": \"Bo Ek\"}");
        _ids["cy"] = await _store.CreateUserAsync("cy");
        _ids["A"] = await _store.CreateGroupAsync("A", _ids["anna"]);
        _ids["B"] = await _store.CreateGroupAsync("B", _ids["A"], _ids["bo"]);
        _ids["C"] = await _store.CreateGroupAsync("C");
        await _store.AddMembersAsync(_ids["A"], _ids["B"]);
    }

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase("""members eq "{anna}" """, "A")]
    [TestCase("""members.value eq "{A}" """, "B")]
    [TestCase("""members ne "{anna}" """, "BC")]
    [TestCase("""members[value ne "{anna}"]""", "AB")]
    [TestCase("members pr", "AB")]
    [TestCase("not (members pr)", "C")]
    [TestCase("members eq null", "C")]
    [TestCase("""members.display eq "ANNA EK" """, "A")]
    [TestCase("""members.display co "ek" """, "AB")]
    [TestCase("""members.display eq "b" """, "A")]
    [TestCase("""members[display sw "bo" and type eq "user"]""", "B")]
    [TestCase("""members[type eq "Group" and value eq "{B}"]""", "A")]
    [TestCase("""members[type eq "Group" and display sw "bo"]""", "")]
    [TestCase("""members.type eq "User" and members.type eq "Group" """, "AB")]
    [TestCase("""members.$ref eq "https://scim.example.com/scim/Users/{bo}" """, "B")]
    [TestCase("""members.$ref co "/Groups/" """, "AB")]
    [TestCase("""members eq "no id" """, "")]
    [TestCase("""not (members eq "no id")""", "ABC")]
    public async Task Groups_by_their_members(string filter, string found) => Assert.That(await FindAsync("Group", filter), Is.EqualTo(found));

    [TestCase("""groups eq "{A}" """, "annabo")]
    [TestCase("""groups[value eq "{A}" and type eq "direct"]""", "anna")]
    [TestCase("""groups[value eq "{A}" and type eq "Indirect"]""", "bo")]
    [TestCase("""groups[value eq "{A}" and not (type eq "direct")]""", "bo")]
    [TestCase("""groups.type eq "indirect" """, "annabo")]
    [TestCase("""groups.display eq "b" """, "annabo")]
    [TestCase("""groups[display eq "b" and type eq "direct"]""", "bo")]
    [TestCase("""groups.display eq "c" """, "")]
    [TestCase("groups pr", "annabo")]
    [TestCase("not (groups pr)", "cy")]
    [TestCase("""groups.$ref ew "/Groups/{B}" """, "annabo")]
    [TestCase("""not (groups eq "{A}") or userName eq "bo" """, "bocy")]
    [TestCase("""groups eq "{anna}" """, "")]
    public async Task Users_by_their_groups(string filter, string found) => Assert.That(await FindAsync("User", filter), Is.EqualTo(found));

    [Test]
    public async Task A_filter_holds_some_searches_for_members_and_in_brackets_many()
    {
        string Filter(string term, int count) => string.Join(" or ", Enumerable.Repeat(term, count));

        Assert.That(await FindAsync("Group", Filter("""members eq "{anna}" """, MembershipSql.MaxSearches)), Is.EqualTo("A"));
        Assert.That(await FindAsync("Group", $"members[{Filter("""value eq "{anna}" or display eq "x" """, 500)}]"), Is.EqualTo("A"));
        Assert.That(
            () => FindAsync("Group", Filter("""members eq "{anna}" """, MembershipSql.MaxSearches + 1)),
            Throws.TypeOf<ScimException>().With.Property(nameof(ScimException.Type)).EqualTo(ScimErrorType.InvalidFilter)
                .And.Message.Contains("members[value eq"));
    }

    private async Task<string> FindAsync(string type, string filter)
    {
        foreach (var (name, id) in _ids) filter = filter.Replace($"{{{name}}}", id.ToString(), StringComparison.Ordinal);
        var page = await _store.ListAsync(type, filter);
        return string.Concat(page.Resources.Select(x => _ids.Single(pair => pair.Value == x.Id).Key));
    }
}
