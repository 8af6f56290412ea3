using Scim.Doubles;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

public class FolderTests
{
    [TestCase("10.4.2")]
    [TestCase("13.0.0")]
    public async Task A_team_gets_its_folder_and_what_others_were_given_stays(string version)
    {
        await using var scim = await ConnectedScim.StartAsync(
            new GrafanaDoubleOptions { Version = version },
            ("Folders:0:Title", "Operations"), ("Folders:0:Group", "ops"), ("Folders:0:Permission", "Edit"),
            ("Folders:1:Title", "Shared"), ("Folders:1:Group", "ops"), ("Folders:1:Permission", "View"),
            ("Folders:2:Title", "shared"), ("Folders:2:Group", "dev"), ("Folders:2:Permission", "Admin"));
        await scim.Grafana.SendAsync("POST", "api/folders", new { title = "Shared", uid = "by-hand" });
        var other = await scim.Grafana.NewTeamAsync("Other");
        await scim.Grafana.SendAsync("POST", $"api/access-control/folders/by-hand/teams/{other}", new { permission = "Admin" });

        await scim.NewGroupAsync("Ops");
        await scim.NewGroupAsync("Dev");
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.FolderAsync("Operations"), Is.EqualTo("Editor Edit, Ops Edit, Viewer View"));
        Assert.That(await scim.Grafana.FolderAsync("Shared"), Is.EqualTo("Dev Admin, Editor Edit, Ops View, Other Admin, Viewer View"));
        Assert.That(await scim.CompareAllAsync(), Is.Zero);
    }

    [Test]
    public async Task Every_team_can_have_a_folder_of_its_name()
    {
        await using var scim = await ConnectedScim.StartAsync(
            ("TeamPrefix", "t-"), ("Folders:0:Title", "Of {team}"), ("Folders:0:Group", "*"), ("Folders:0:Permission", "Admin"));
        await scim.NewGroupAsync("One");
        await scim.NewGroupAsync("Two");
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.FolderAsync("Of t-One"), Does.Contain("t-One Admin").And.Not.Contain("t-Two"));
        Assert.That(await scim.Grafana.FolderAsync("Of t-Two"), Does.Contain("t-Two Admin"));
    }

    [Test]
    public async Task A_team_that_is_told_apart_does_not_get_the_folder_of_the_other()
    {
        await using var scim = await ConnectedScim.StartAsync(
            ("AdoptExisting", "false"), ("Folders:0:Title", "{team}"), ("Folders:0:Group", "*"), ("Folders:0:Permission", "Edit"));
        await scim.Grafana.NewTeamAsync("Finance");
        await scim.Grafana.SendAsync("POST", "api/folders", new { title = "Finance" });

        var group = await scim.NewGroupAsync("Finance");
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.FolderAsync("Finance"), Is.EqualTo("Editor Edit, Viewer View"));
        Assert.That(await scim.Grafana.FolderAsync($"Finance ({group[^8..]})"), Does.Contain($"Finance ({group[^8..]}) Edit"));
    }

    [Test]
    public async Task A_permission_changed_by_hand_is_restored_and_a_folder_deleted_by_hand_is_made_anew()
    {
        await using var scim = await ConnectedScim.StartAsync(("Folders:0:Title", "Ops"), ("Folders:0:Group", "Ops"), ("Folders:0:Permission", "Edit"));
        await scim.NewGroupAsync("Ops");
        await scim.SettledAsync();
        var uid = await scim.Grafana.FolderUidAsync("Ops");
        var team = (await scim.Grafana.TeamAsync("Ops"))!["id"];

        await scim.Grafana.SendAsync("POST", $"api/access-control/folders/{uid}/teams/{team}", new { permission = "View" });
        Assert.That(await scim.CompareAllAsync(), Is.EqualTo(1));
        Assert.That(await scim.Grafana.FolderAsync("Ops"), Does.Contain("Ops Edit"));

        await scim.Grafana.SendAsync("DELETE", $"api/folders/{uid}");
        Assert.That(await scim.CompareAllAsync(), Is.EqualTo(1));
        Assert.That(await scim.Grafana.FolderAsync("Ops"), Does.Contain("Ops Edit"));
    }

    [Test]
    public async Task A_permission_that_is_no_longer_configured_is_taken_and_the_folder_stays()
    {
        await using var scim = await ConnectedScim.StartAsync(
            ("Folders:0:Title", "Old"), ("Folders:0:Group", "Ops"), ("Folders:0:Permission", "Edit"),
            ("Folders:1:Title", "Kept"), ("Folders:1:Group", "Ops"), ("Folders:1:Permission", "Edit"));
        await scim.NewGroupAsync("Ops");
        await scim.SettledAsync();
        await scim.Server.StopAsync();

        await using var later = await scim.Server.AnotherAsync(ConnectedScim.SettingsOf(
            scim.Grafana, ("Folders:0:Title", "Kept"), ("Folders:0:Group", "Ops"), ("Folders:0:Permission", "View")));
        await scim.WaitForAsync(async () => await scim.Grafana.FolderAsync("Old") == "Editor Edit, Viewer View");

        Assert.That(await scim.Grafana.FolderUidAsync("Old"), Is.Not.Null);
    }
}
