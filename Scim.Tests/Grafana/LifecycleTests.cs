using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>Entra's life cycle over HTTP on one side, Grafana on the other, in both of Entra's dialects.</summary>
public class LifecycleTests
{
    private const string UserSchemas = """ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] """;
    private const string GroupSchemas = """ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"] """;

    [Test]
    public async Task What_Entra_says_Grafana_does([Values] bool compliant)
    {
        await using var scim = await ConnectedScim.StartAsync(("GroupRoles:0:Group", "Grafana Admins"), ("GroupRoles:0:Role", "Admin"));
        var (server, grafana) = (scim.Server, scim.Grafana);
        var (ada, bob) = ($"{Some.Name("ada")}@contoso.example", $"{Some.Name("bob")}@contoso.example");
        var (admins, team) = ("Grafana Admins", Some.Name("Platform"));
        string Op(string name) => compliant ? name.ToLowerInvariant() : name;

        // Test Connection, then the initial cycle: look up, create.
        Assert.That((await server.GetAsync($"Users?filter=userName+eq+%22{Guid.NewGuid()}%22")).TotalResults, Is.Zero);
        var adaId = await CreateUserAsync(ada, "Ada Lovelace", """ "roles": [{"primary": false, "type": "WindowsAzureActiveDirectoryRole", "display": "Editor", "value": "Editor"}] """);
        var bobId = await CreateUserAsync(bob, "Bob", """ "roles": [] """);
        var adminsId = await CreateGroupAsync(admins);
        var teamId = await CreateGroupAsync(team);
        await AddAsync(teamId, adaId, bobId);
        await scim.SettledAsync();
        Assert.That(await grafana.DescribeAsync(ada), Is.EqualTo($"{ada} {ada} 'Ada Lovelace' Editor"));
        Assert.That(await grafana.DescribeAsync(bob), Is.EqualTo($"{bob} {bob} 'Bob' Viewer"));
        Assert.That(await grafana.MembersAsync(team), Is.EqualTo($"{ada} {bob}"));

        // Incremental cycles: another name and address, a group that gives a role, another name for a group.
        var king = $"{Some.Name("king")}@contoso.example";
        await scim.PatchAsync($"Users/{adaId}", compliant
            ? $$"""{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "{{king}}"}, """ + """{"op": "replace", "value": {"displayName": "Ada King", "name.familyName": "King"}}"""
            : $$"""{"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "{{king}}"}, {"op": "Replace", "path": "displayName", "value": "Ada King"}""");
        await AddAsync(adminsId, bobId);
        await scim.PatchAsync($"Groups/{teamId}", compliant ? $$"""{"op": "replace", "value": {"displayName": "{{team}} 2"} }""" : $$"""{"op": "Replace", "path": "displayName", "value": "{{team}} 2"}""");
        await scim.SettledAsync();
        Assert.That(await grafana.DescribeAsync(king), Is.EqualTo($"{king} {king} 'Ada King' Editor"));
        Assert.That(await grafana.UserAsync(ada), Is.Null);
        Assert.That(await grafana.RoleAsync(bob), Is.EqualTo("Admin"));
        Assert.That(await grafana.MembersAsync($"{team} 2"), Is.EqualTo(string.Join(' ', new[] { bob, king }.Order(StringComparer.Ordinal))));

        // Out of the group, out of scope, back again, and gone for good.
        await scim.PatchAsync($"Groups/{adminsId}", compliant
            ? $$"""{"op": "remove", "path": "members[value eq \"{{bobId}}\"]"}"""
            : $$"""{"op": "Remove", "path": "members", "value": [{"$ref": null, "value": "{{bobId}}"}]}""");
        await scim.PatchAsync($"Users/{adaId}", $$"""{"op": "{{Op("Replace")}}", "path": "active", "value": {{(compliant ? "false" : "\"False\"")}}}""");
        await scim.SettledAsync();
        Assert.That(await grafana.RoleAsync(bob), Is.EqualTo("Viewer"));
        Assert.That(await grafana.DescribeAsync(king), Does.EndWith(" disabled"));
        Assert.That(await grafana.MembersAsync($"{team} 2"), Is.EqualTo(bob));

        await scim.PatchAsync($"Users/{adaId}", $$"""{"op": "{{Op("Replace")}}", "path": "active", "value": {{(compliant ? "true" : "\"True\"")}}}""");
        await scim.SettledAsync();
        Assert.That(await grafana.DescribeAsync(king), Is.EqualTo($"{king} {king} 'Ada King' Editor"));
        Assert.That(await grafana.MembersAsync($"{team} 2"), Does.Contain(king));

        await scim.DeleteAsync($"Users/{adaId}");
        await scim.DeleteAsync($"Groups/{teamId}");
        await scim.SettledAsync();
        Assert.That(await grafana.DescribeAsync(king), Does.EndWith(" disabled"));
        Assert.That(await grafana.TeamAsync($"{team} 2"), Is.Not.Null);
        Assert.That(await scim.CompareAllAsync(), Is.Zero);

        async Task<string> CreateUserAsync(string userName, string displayName, string roles)
        {
            Assert.That((await server.GetAsync($"Users?filter=userName eq \"{Uri.EscapeDataString(userName)}\"")).TotalResults, Is.Zero);
            var body = $$"""
                { {{UserSchemas}}, "externalId": "{{Guid.NewGuid()}}", "userName": "{{userName}}", "active": {{(compliant ? "true" : "\"True\"")}}, "displayName": "{{displayName}}",
                  "emails": [{"primary": true, "type": "work", "value": "{{userName}}"}], "meta": {"resourceType": "User"}, {{roles}} }
                """;
            var created = await server.PostAsync("Users", body);
            Assert.That(created.Status, Is.EqualTo(201), created.Text);
            return created.Id;
        }

        async Task<string> CreateGroupAsync(string displayName)
        {
            var created = await server.PostAsync("Groups", $$"""{ {{GroupSchemas}}, "externalId": "{{Guid.NewGuid()}}", "displayName": "{{displayName}}", "meta": {"resourceType": "Group"} }""");
            Assert.That(created.Status, Is.EqualTo(201), created.Text);
            return created.Id;
        }

        Task AddAsync(string groupId, params string[] ids) => scim.PatchAsync(
            $"Groups/{groupId}",
            $$"""{"op": "{{Op("Add")}}", "path": "members", "value": [{{string.Join(',', ids.Select(x => $$"""{"$ref": null, "value": "{{x}}"}"""))}}]}""");
    }
}
