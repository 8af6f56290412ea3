using System.Net;
using Scim.Doubles;
using Scim.Grafana;
using Scim.Grafana.Client;

namespace Scim.Tests.Grafana.Client;

[TestFixture("10.4.2")]
[TestFixture("11.6.0")]
[TestFixture("12.3.0")]
[TestFixture("13.0.0")]
public class TeamCallTests(string version)
{
    private static readonly CancellationToken Ever = CancellationToken.None;

    [TestCase("Ops")]
    [TestCase("R&D + Ops/Büro #1? 100%")]
    [TestCase("😀")]
    public async Task A_new_team_is_found_by_its_name_and_has_no_member(string name)
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var made = await grafana.Client.CreateTeamAsync(name, Ever);
        var found = await grafana.Client.FindTeamAsync(name, Ever);

        Assert.That((found!.Id, found.Name), Is.EqualTo((made!.Id, name)));
        Assert.That((await grafana.Client.FindTeamAsync(made, Ever))?.Name, Is.EqualTo(name));
        Assert.That(await grafana.Client.ListMembersAsync(made, Ever), Is.Empty);
    }

    [TestCase("OPS bÜRO", false)]
    [TestCase("ops büro", true)]
    public async Task A_team_is_found_by_its_name_in_any_case_and_not_by_a_part_of_it(string name, bool isRedirected)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Version = version, TeamsRedirect = isRedirected });
        foreach (var other in (string[])["Ops", "Ops Büro 2", "The Ops Büro", "Ops Büro"]) await grafana.NewTeamAsync(other);

        Assert.That((await grafana.Client.FindTeamAsync(name, Ever))?.Name, Is.EqualTo("Ops Büro"));
        Assert.That(await grafana.Client.FindTeamAsync("Büro", Ever), Is.Null);
    }

    [Test]
    public async Task A_taken_name_makes_no_team()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        await grafana.Client.CreateTeamAsync("Ops", Ever);

        Assert.That(await grafana.Client.CreateTeamAsync("Ops", Ever), Is.Null);
    }

    [Test]
    public async Task What_is_not_there_is_not_found()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);

        Assert.That(await grafana.Client.FindTeamAsync("Ops", Ever), Is.Null);
        Assert.That(await grafana.Client.FindTeamAsync(new GrafanaTeam { Id = 99 }, Ever), Is.Null);
    }

    [Test]
    public async Task A_new_name_leaves_the_e_mail()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ops = await grafana.NewTeamAsync("Ops");
        await grafana.Grafana.TokenAsync($"PUT /api/teams/{ops.Id}", """{"name":"Ops","email":"ops@x.org"}""");
        ops = await grafana.Client.FindTeamAsync(ops, Ever);

        Assert.That(await grafana.Client.RenameTeamAsync(ops!, "Operations", Ever), Is.True);
        Assert.That(await grafana.Client.RenameTeamAsync(ops!, "Operations", Ever), Is.True, "it has that name already");
        var renamed = await grafana.Client.FindTeamAsync(ops!, Ever);
        Assert.That((renamed!.Name, renamed.Email), Is.EqualTo(("Operations", "ops@x.org")));
    }

    [TestCase(false, 400)]
    [TestCase(true, 409)]
    public async Task A_taken_name_is_told_from_other_faults_of_a_new_name(bool isRedirected, int status)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Version = version, TeamsRedirect = isRedirected });
        var ops = await grafana.NewTeamAsync("Ops");
        await grafana.NewTeamAsync("Sales");
        _ = grafana.Calls;

        Assert.That(await grafana.Client.RenameTeamAsync(ops, "Sales", Ever), Is.False);
        Assert.That(grafana.Calls.Single(x => x.StartsWith("PUT", StringComparison.Ordinal)), Does.EndWith($" {status}"));

        grafana.Double.State.Read(x => x.Teams[ops.Id].IsProvisioned = true);
        Assert.That(
            () => grafana.Client.RenameTeamAsync(ops, "Operations", Ever),
            Throws.TypeOf<GrafanaRefusedException>().With.Message.EndsWith(": Team name cannot be changed for provisioned teams"));
        Assert.That(
            () => grafana.Client.RenameTeamAsync(new GrafanaTeam { Id = 99 }, "Operations", Ever),
            Throws.TypeOf<GrafanaRefusedException>().With.Property("Status").EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_team_is_deleted_as_often_as_one_likes()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ops = await grafana.NewTeamAsync("Ops");
        for (var i = 0; i < 2; i++) await grafana.Client.DeleteTeamAsync(ops, Ever);

        Assert.That(await grafana.Client.FindTeamAsync(ops, Ever), Is.Null);
    }

    [Test]
    public async Task Members_come_and_go_as_often_as_one_likes()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var (ops, ada, bob) = (await grafana.NewTeamAsync("Ops"), await grafana.NewUserAsync("ada"), await grafana.NewUserAsync("bob"));
        for (var i = 0; i < 2; i++) await grafana.Client.AddMemberAsync(ops, ada.Id, Ever);
        await grafana.Client.AddMemberAsync(ops, bob.Id, Ever);
        await grafana.Grafana.TokenAsync($"PUT /api/teams/{ops.Id}/members/{bob.Id}", """{"permission":4}""");

        Assert.That(
            (await grafana.Client.ListMembersAsync(ops, Ever)).Select(x => (x.UserId, x.Login, x.Email, x.IsAdmin)),
            Is.EqualTo(((long, string, string, bool)[])[(ada.Id, "ada", "ada@example.com", false), (bob.Id, "bob", "bob@example.com", true)]));

        for (var i = 0; i < 2; i++) await grafana.Client.RemoveMemberAsync(ops, ada.Id, Ever);
        Assert.That(grafana.Members(ops), Is.EqualTo("bob*"));
    }

    [Test]
    public async Task Who_is_not_in_the_organisation_is_refused_as_a_member()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var (ops, ada) = (await grafana.NewTeamAsync("Ops"), await grafana.NewUserAsync("ada"));
        await grafana.Client.RemoveFromOrganisationAsync(ada, Ever);

        Assert.That(() => grafana.Client.AddMemberAsync(ops, ada.Id, Ever), Throws.TypeOf<GrafanaRefusedException>().With.Message.EndsWith(": Failed to add Member to Team"));
        Assert.That(
            () => grafana.Client.AddMemberAsync(new GrafanaTeam { Id = 99 }, ada.Id, Ever),
            Throws.TypeOf<GrafanaRefusedException>().With.Property("Status").EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Whether_all_members_can_be_replaced_is_found_out_once_and_changes_nobody()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var (ops, ada) = (await grafana.NewTeamAsync("Ops"), await grafana.NewUserAsync("ada"));
        await grafana.Client.AddMemberAsync(ops, ada.Id, Ever);
        _ = grafana.Calls;

        for (var i = 0; i < 2; i++) Assert.That(await grafana.Client.ReplacesMembersAsync(ops, Ever), Is.EqualTo(version.StartsWith("13", StringComparison.Ordinal)));
        Assert.That(grafana.Calls, Has.Count.EqualTo(1));
        Assert.That(grafana.Members(ops), Is.EqualTo("ada"));
    }

    [Test]
    public async Task All_members_are_replaced_in_one_call_or_none_where_one_is_unknown()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Version = version, BulkMembers = true });
        var ops = await grafana.NewTeamAsync("Ops");
        foreach (var login in (string[])["ada", "bob", "eve"]) await grafana.NewUserAsync(login);
        await grafana.Client.AddMemberAsync(ops, (await grafana.Client.FindUserAsync("eve", Ever))!.Id, Ever);

        Assert.That(await grafana.Client.ReplaceMembersAsync(ops, ["ada@example.com", "nobody@x.org"], [], Ever), Is.False);
        Assert.That(grafana.Members(ops), Is.EqualTo("eve"));

        Assert.That(await grafana.Client.ReplaceMembersAsync(ops, ["ada@example.com"], ["bob@example.com"], Ever), Is.True);
        Assert.That(grafana.Members(ops), Is.EqualTo("ada bob*"));
    }

    [Test]
    public async Task Addresses_name_teams_by_uid_where_the_version_takes_them_and_by_number_before()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var (ops, ada) = (await grafana.NewTeamAsync("Ops"), await grafana.NewUserAsync("ada"));
        _ = grafana.Calls;
        await grafana.Client.FindTeamAsync(ops, Ever);
        await grafana.Client.AddMemberAsync(ops, ada.Id, Ever);
        await grafana.Client.RemoveMemberAsync(ops, ada.Id, Ever);
        await grafana.Client.RenameTeamAsync(ops, "Operations", Ever);
        await grafana.Client.DeleteTeamAsync(ops, Ever);

        var name = grafana.Client.Version.Major >= 12 ? ops.Uid : $"{ops.Id}";
        Assert.That(grafana.Calls, Is.EqualTo((string[])
        [
            $"GET /api/teams/{name} 200", $"POST /api/teams/{name}/members 200", $"DELETE /api/teams/{name}/members/{ada.Id} 200", $"PUT /api/teams/{name} 200", $"DELETE /api/teams/{name} 200",
        ]));
    }

    [Test]
    public async Task A_folder_is_found_in_any_case_and_made_once()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        Assert.That(await grafana.Client.FindFolderAsync("Ops", Ever), Is.Null);

        var made = await grafana.Client.CreateFolderAsync("Ops", Ever);
        Assert.That(await grafana.Client.CreateFolderAsync("Ops", Ever), Is.Null);
        Assert.That(await grafana.Client.FindFolderAsync("OPS", Ever), Is.EqualTo(made));
    }

    [Test]
    public async Task A_permission_is_the_teams_own_and_those_of_others_stay()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var (ops, sales) = (await grafana.NewTeamAsync("Ops"), await grafana.NewTeamAsync("Sales"));
        var folder = (await grafana.Client.CreateFolderAsync("Ops", Ever))!.Uid;
        await grafana.Client.SetPermissionAsync(folder, sales, FolderPermission.View, Ever);
        Assert.That(await grafana.Client.FindPermissionAsync(folder, ops, Ever), Is.Null);

        foreach (var permission in (FolderPermission?[])[FolderPermission.Edit, FolderPermission.Edit, FolderPermission.Admin, null, null])
        {
            await grafana.Client.SetPermissionAsync(folder, ops, permission, Ever);
            Assert.That(await grafana.Client.FindPermissionAsync(folder, ops, Ever), Is.EqualTo(permission));
        }

        Assert.That(await grafana.Client.FindPermissionAsync(folder, sales, Ever), Is.EqualTo(FolderPermission.View));
    }

    [Test]
    public async Task A_folder_that_is_gone_needs_no_permission_taken_and_lets_none_be_given()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ops = await grafana.NewTeamAsync("Ops");

        Assert.That(await grafana.Client.FindPermissionAsync("gone", ops, Ever), Is.Null);
        await grafana.Client.SetPermissionAsync("gone", ops, null, Ever);
        Assert.That(
            () => grafana.Client.SetPermissionAsync("gone", ops, FolderPermission.View, Ever),
            Throws.TypeOf<GrafanaRefusedException>().With.Property("Status").EqualTo(HttpStatusCode.NotFound));
    }
}
