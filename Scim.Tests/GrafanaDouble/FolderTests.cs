namespace Scim.Tests.Doubles;

public class FolderTests
{
    private const string ByRole = "Editor:Edit Viewer:View Admin:Admin";

    [Test]
    public async Task A_folder_is_made_found_listed_and_deleted()
    {
        await using var grafana = await GrafanaFixture.StartAsync();

        var created = await grafana.TokenAsync("POST /api/folders", """{"uid":"ops","title":"Operations"}""");
        Assert.That((created.Status, created.Text("uid"), created.Text("title"), created.Text("url")), Is.EqualTo((200, "ops", "Operations", "/dashboards/f/ops/operations")));
        await grafana.TokenAsync("POST /api/folders", """{"title":"Art"}""");

        Assert.That((await grafana.TokenAsync("GET /api/folders?limit=1&page=2")).Body, Is.EqualTo($$"""[{"id":{{created.Number("id")}},"uid":"ops","title":"Operations"}]"""));
        Assert.That((await grafana.TokenAsync("GET /api/folders?parentUid=ops")).Body, Is.EqualTo("[]"));
        Assert.That((await grafana.TokenAsync("GET /api/folders/ops")).Text("title"), Is.EqualTo("Operations"));
        Assert.That((await grafana.TokenAsync("DELETE /api/folders/ops")).Summary, Is.EqualTo("200 Folder deleted"));
        Assert.That((await grafana.TokenAsync("GET /api/folders/ops")).Summary, Is.EqualTo("404 folder not found"));
    }

    [TestCase("POST /api/folders", """{"title":"Operations"}""", "409 a folder with the same name already exists in the current location")]
    [TestCase("POST /api/folders", """{"uid":"ops","title":"Other"}""", "412 the folder has been changed by someone else")]
    [TestCase("POST /api/folders", """{"uid":"other"}""", "400 folder title cannot be empty")]
    [TestCase("POST /api/folders", "5", "400 bad request data")]
    [TestCase("GET /api/access-control/folders/other", null, "404 Not found")]
    [TestCase("POST /api/access-control/folders/other/teams/1", """{"permission":"View"}""", "404 Not found")]
    [TestCase("POST /api/access-control/folders/ops/teams/1", """{"permission":"Own"}""", "400 failed to set team permission")]
    [TestCase("POST /api/access-control/folders/ops/teams/99", """{"permission":"View"}""", "400 failed to set team permission")]
    [TestCase("POST /api/access-control/folders/ops/teams/some-uid", """{"permission":"View"}""", "404 Team not found")]
    [TestCase("POST /api/access-control/folders/ops/users/99", """{"permission":"View"}""", "400 failed to set user permission")]
    [TestCase("POST /api/access-control/folders/ops/builtInRoles/Owner", """{"permission":"View"}""", "400 failed to set role permission")]
    public async Task What_cannot_be_is_refused(string call, string? body, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.NewTeamAsync("crew");
        await grafana.TokenAsync("POST /api/folders", """{"uid":"ops","title":"Operations"}""");
        Assert.That((await grafana.TokenAsync(call, body)).Summary, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_new_folder_is_seen_by_viewers_edited_by_editors_and_administered_by_the_person_who_made_it()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.TokenAsync("POST /api/folders", """{"uid":"by-token","title":"By token"}""");
        await grafana.AdminAsync("POST /api/folders", """{"uid":"by-person","title":"By person"}""");

        Assert.That(await PermissionsAsync(grafana, "by-token"), Is.EqualTo(ByRole));
        Assert.That(await PermissionsAsync(grafana, "by-person"), Is.EqualTo($"admin:Admin {ByRole}"));
    }

    [Test]
    public async Task Teams_users_and_roles_are_given_permissions_and_lose_them()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (team, user) = (await grafana.NewTeamAsync("crew"), await grafana.NewUserAsync("ada"));
        var uid = (await grafana.TokenAsync($"GET /api/teams/{team}")).Text("uid");
        await grafana.TokenAsync("POST /api/folders", """{"uid":"ops","title":"Operations"}""");
        Task<Reply> SetAsync(string whom, string permission) => grafana.TokenAsync($"POST /api/access-control/folders/ops/{whom}", $$"""{"permission":"{{permission}}"}""");

        Assert.That((await SetAsync($"teams/{team}", "View")).Summary, Is.EqualTo("200 Permission updated"));
        await SetAsync($"teams/{uid}", "Edit");
        await SetAsync($"users/{user}", "Admin");
        Assert.That((await SetAsync("builtInRoles/Viewer", "")).Summary, Is.EqualTo("200 Permission removed"));
        Assert.That(await PermissionsAsync(grafana, "ops"), Is.EqualTo("Editor:Edit crew:Edit ada:Admin Admin:Admin"));

        await SetAsync($"teams/{team}", "");
        await grafana.AdminAsync($"DELETE /api/admin/users/{user}");
        Assert.That(await PermissionsAsync(grafana, "ops"), Is.EqualTo("Editor:Edit Admin:Admin"));
    }

    [TestCase("10.4.2", false)]
    [TestCase("11.0.0", true)]
    public async Task A_team_is_named_by_its_id_and_from_11_on_its_uid(string version, bool hasUid)
    {
        await using var grafana = await GrafanaFixture.StartAsync(version);
        var team = await grafana.NewTeamAsync("crew");
        await grafana.TokenAsync("POST /api/folders", """{"uid":"ops","title":"Operations"}""");
        await grafana.TokenAsync($"POST /api/access-control/folders/ops/teams/{team}", """{"permission":"View"}""");

        var row = (await grafana.TokenAsync("GET /api/access-control/folders/ops")).Json.AsArray().Single(x => x!["team"] is not null)!.AsObject();
        Assert.That(((string)row["team"]!, (long)row["teamId"]!, row.ContainsKey("teamUid"), (bool)row["isManaged"]!, (bool)row["isInherited"]!), Is.EqualTo(("crew", team, hasUid, true, false)));
        Assert.That(row["actions"]!.AsArray().Select(x => (string)x!), Is.EqualTo((string[])["dashboards:read", "folders:read"]));
    }

    [TestCase("Viewer", "GET /api/folders/ops", 200)]
    [TestCase("Viewer", "DELETE /api/folders/ops", 403)]
    [TestCase("Viewer", "POST /api/folders", 403)]
    [TestCase("None", "GET /api/folders/ops", 403)]
    [TestCase("Editor", "POST /api/folders", 200)]
    [TestCase("Editor", "POST /api/access-control/folders/ops/builtInRoles/Viewer", 403)]
    [TestCase("Editor", "DELETE /api/folders/ops", 200)]
    [TestCase("Admin", "POST /api/access-control/folders/ops/builtInRoles/Viewer", 200)]
    public async Task A_role_may_do_what_the_folder_lets_it(string role, string call, int status)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.TokenAsync("POST /api/folders", """{"uid":"ops","title":"Operations"}""");
        var account = (await grafana.AdminAsync("POST /api/serviceaccounts", $$"""{"name":"x","role":"{{role}}"}""")).Number("id");
        var key = (await grafana.AdminAsync($"POST /api/serviceaccounts/{account}/tokens", """{"name":"t"}""")).Text("key");

        Assert.That((await grafana.SendAsync($"Bearer {key}", call, """{"title":"New","permission":"View"}""")).Status, Is.EqualTo(status));
    }

    private static async Task<string> PermissionsAsync(GrafanaFixture grafana, string folder)
    {
        var rows = (await grafana.TokenAsync($"GET /api/access-control/folders/{folder}")).Json.AsArray();
        return string.Join(' ', rows.Select(x => $"{x!["team"] ?? x["userLogin"] ?? x["builtInRole"]}:{x["permission"]}"));
    }
}
