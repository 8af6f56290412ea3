using Scim.Storage.Writing;

namespace Scim.Tests.Storage;

/// <summary>Two tenants with the same names, and no way from one to the other.</summary>
public class TenantTests
{
    private static readonly string[] Tenants = ["default", "other"];

    private readonly Dictionary<string, (Guid User, Guid Group)> _ids = [];

    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Store()
    {
        _store = await TestStore.CreateAsync();
        await _store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('other')");
        foreach (var tenant in Tenants)
        {
            var user = await _store.CreateUserAsync("anna", """
                "externalId": "ext", "displayName": "Anna Ek", "emails": [{"value": "anna@example.com", "type": "work"}, {"value": "a@home.example", "type": "home"}]
                """, tenant);
            _ids[tenant] = (user, await _store.CreateAsync("Group", TestStore.GroupBody("group", [user.ToString()]), tenant));
        }
    }

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase("User", null)]
    [TestCase("User", """userName eq "anna" """)]
    [TestCase("User", """userName eq "anna" or userName eq "ANNA" or externalId eq "ext" """)]
    [TestCase("User", """userName eq "nobody" or displayName eq "anna ek" """)]
    [TestCase("User", """not (userName eq "nobody")""")]
    [TestCase("User", """userName ne "nobody" or not (displayName pr)""")]
    [TestCase("User", """displayName co "anna" """)]
    [TestCase("User", "displayName pr")]
    [TestCase("User", """emails[type eq "work"].value eq "anna@example.com" """)]
    [TestCase("User", """emails[value eq "anna@example.com" or display eq "x"]""")]
    [TestCase("User", """emails[not (type eq "work")] or emails[type eq "work"]""")]
    [TestCase("User", """groups.display eq "group" """)]
    [TestCase("User", """groups[type eq "direct"]""")]
    [TestCase("User", """not (groups.display eq "nothing")""")]
    [TestCase("User", "groups pr")]
    [TestCase("User", "id pr")]
    [TestCase("User", """meta.resourceType eq "User" """)]
    [TestCase("Group", """members.display eq "anna ek" """)]
    [TestCase("Group", "members pr")]
    [TestCase("Group", """displayName eq "group" or not (members pr)""")]
    public async Task A_filter_finds_what_its_own_tenant_has(string type, string? filter)
    {
        foreach (var tenant in Tenants)
        {
            var page = await _store.ListAsync(type, filter, tenant: tenant);

            Assert.That(page.Resources.Select(x => x.Id), Is.EqualTo(new[] { type == "User" ? _ids[tenant].User : _ids[tenant].Group }));
            Assert.That(page.TotalResults, Is.EqualTo(1));
        }
    }

    [TestCase("User", "id eq \"{0}\"")]
    [TestCase("User", "groups eq \"{1}\"")]
    [TestCase("User", "groups[value eq \"{1}\" and type eq \"direct\"]")]
    [TestCase("Group", "members eq \"{0}\"")]
    [TestCase("Group", "id eq \"{1}\" or members.value eq \"{0}\"")]
    public async Task An_id_of_another_tenant_finds_nothing(string type, string template)
    {
        var filter = string.Format(System.Globalization.CultureInfo.InvariantCulture, template, _ids["other"].User, _ids["other"].Group);

        Assert.That((await _store.ListAsync(type, filter)).TotalResults, Is.Zero);
        Assert.That((await _store.ListAsync(type, filter, tenant: "other")).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task A_resource_of_another_tenant_is_not_there()
    {
        var (user, group) = _ids["other"];

        Assert.That(await _store.FindAsync("User", user), Is.Null);
        Assert.That(await _store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}"""), Is.EqualTo(new NotFound()));
        Assert.That(await _store.RemoveMembersAsync(group, user), Is.EqualTo(new NotFound()));
        Assert.That(await _store.AddMembersAsync(group, _ids["default"].User), Is.EqualTo(new NotFound()));
        Assert.That(await _store.DeleteAsync("User", user), Is.False);
        Assert.That(await _store.DeleteAsync("Group", group), Is.False);
        Assert.That(await _store.AddMembersAsync(_ids["default"].Group, user), Is.TypeOf<UnknownMembers>());
        Assert.That((await _store.FindAsync("User", user, "other"))!.Version, Is.EqualTo(1));
    }

    [Test]
    public async Task A_resource_of_another_type_is_not_there()
    {
        var (user, group) = _ids["default"];

        Assert.That(await _store.FindAsync("Group", user), Is.Null);
        Assert.That(await _store.PatchAsync("User", group, """{"op": "replace", "path": "title", "value": "Dr"}"""), Is.EqualTo(new NotFound()));
        Assert.That(await _store.AddMembersAsync(user, group), Is.EqualTo(new NotFound()));
        Assert.That(await _store.DeleteAsync("User", group), Is.False);
        Assert.That((await _store.ListAsync("User", $"id eq \"{group}\"")).TotalResults, Is.Zero);
    }
}
