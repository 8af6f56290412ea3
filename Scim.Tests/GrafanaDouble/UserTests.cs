using Scim.Doubles;

namespace Scim.Tests.Doubles;

public class UserTests
{
    [TestCase("10.4.2", "id message")]
    [TestCase("12.3.0", "id message")]
    [TestCase("13.0.0", "id uid message")]
    public async Task A_created_user_is_told_by_its_id_and_from_13_on_its_uid(string version, string names)
    {
        await using var grafana = await GrafanaFixture.StartAsync(version);
        var reply = await grafana.AdminAsync("POST /api/admin/users", """{"login":"Ada","email":"Ada@Example.com","name":"Ada Lovelace","password":"correct","orgId":1}""");

        Assert.That(reply.Summary, Is.EqualTo("200 User created"));
        Assert.That(string.Join(' ', reply.Names), Is.EqualTo(names));
        var user = await grafana.AdminAsync($"GET /api/users/{reply.Number("id")}");
        Assert.That((user.Text("login"), user.Text("email"), user.Text("name")), Is.EqualTo(("ada", "ada@example.com", "Ada Lovelace")));
        Assert.That((user.Flag("isDisabled"), user.Flag("isExternal"), user.Flag("isProvisioned"), user.Json["authLabels"]!.AsArray().Count), Is.EqualTo((false, false, false, 0)));
        Assert.That(user.Json["uid"] is not null, Is.EqualTo(version[..2] != "10"));
    }

    [TestCase("""{"login":"ada"}""", "ada ada")]
    [TestCase("""{"email":"ada@example.com"}""", "ada@example.com ada@example.com")]
    public async Task Login_and_email_stand_in_for_each_other(string body, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var user = await grafana.AdminAsync($"GET /api/users/{(await grafana.AdminAsync("POST /api/admin/users", body)).Number("id")}");
        Assert.That($"{user.Text("login")} {user.Text("email")}", Is.EqualTo(expected));
    }

    [TestCase("""{"login":"ada","email":"new@example.com"}""", "new@example.com", "ada")]
    [TestCase("""{"login":"new","email":"ADA@example.com"}""", "ADA@example.com", "new")]
    [TestCase("""{"login":"ada@example.com","email":"new@example.com"}""", "new@example.com", "ada@example.com")]
    [TestCase("""{"login":"new","email":"ada"}""", "ada", "new")]
    [TestCase("""{"login":"sa-1-scim-viewer","email":"new@example.com"}""", "new@example.com", "sa-1-scim-viewer")]
    public async Task A_login_or_email_that_anybody_has_in_either_column_is_412(string body, string email, string login)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.NewUserAsync("ada");
        await grafana.NewTokenAsync("Viewer");

        Assert.That((await grafana.AdminAsync("POST /api/admin/users", body)).Summary, Is.EqualTo($"412 User with email '{email}' or username '{login}' already exists"));
    }

    [TestCase("10.4.2", "nonsense", "bad request data", null)]
    [TestCase("12.3.0", """{"login":5}""", "bad request data", null)]
    [TestCase("10.4.2", """{"password":"correct"}""", "Validation error, need specify either username or email", null)]
    [TestCase("12.3.0", """{"password":"correct"}""", "Need to specify either username or email", "user.empty-username-and-email")]
    [TestCase("10.4.2", """{"login":"x","password":"abc"}""", "Password is missing or too short", null)]
    [TestCase("12.3.0", """{"login":"x","orgId":99}""", "organization not found", null)]
    public async Task What_cannot_be_a_user_is_400(string version, string body, string message, string? messageId)
    {
        await using var grafana = await GrafanaFixture.StartAsync(version);
        var reply = await grafana.AdminAsync("POST /api/admin/users", body);
        Assert.That((reply.Summary, reply.MessageId), Is.EqualTo(($"400 {message}", messageId)));
    }

    [TestCase("Short1!", "password.password-policy-too-short")]
    [TestCase("alllowercaseletters", "password.password-policy-infringe")]
    [TestCase("Enough-0f-everything", null)]
    public async Task The_policy_asks_for_length_and_all_kinds_of_characters(string password, string? messageId)
    {
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { PasswordPolicy = true });
        Assert.That((await grafana.AdminAsync("POST /api/admin/users", $$"""{"login":"x","password":"{{password}}"}""")).MessageId, Is.EqualTo(messageId));
    }

    [Test]
    public async Task A_new_user_joins_the_organization_of_the_settings_or_of_the_body()
    {
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { AutoAssignOrgRole = "None" });
        var org = (await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""")).Number("orgId");
        var here = await grafana.NewUserAsync("here");
        var there = (await grafana.AdminAsync("POST /api/admin/users", $$"""{"login":"there","OrgId":{{org}}}""")).Number("id");

        Assert.That((await grafana.AdminAsync($"GET /api/users/{here}/orgs")).Body, Is.EqualTo("""[{"orgId":1,"name":"Main Org.","role":"None"}]"""));
        Assert.That((await grafana.AdminAsync($"GET /api/users/{there}/orgs")).Body, Is.EqualTo($$"""[{"orgId":{{org}},"name":"Second","role":"None"}]"""));
    }

    [Test]
    public async Task Without_automatic_assignment_each_user_is_admin_of_an_organization_of_its_own()
    {
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { AutoAssignOrg = false });
        var id = await grafana.NewUserAsync("ada");
        Assert.That((await grafana.AdminAsync($"GET /api/users/{id}/orgs")).Body, Is.EqualTo("""[{"orgId":2,"name":"ada@example.com","role":"Admin"}]"""));
    }

    [Test]
    public async Task Lookup_finds_logins_emails_and_service_accounts_and_says_little_of_them()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = await grafana.NewUserAsync("ada+x");
        await grafana.NewTokenAsync("Viewer");

        var found = await grafana.AdminAsync("GET /api/users/lookup?loginOrEmail=ADA%2Bx@example.com");
        Assert.That(found.Number("id"), Is.EqualTo(id));
        Assert.That(found.Names, Has.No.Member("isDisabled").And.No.Member("isExternal").And.No.Member("authLabels"));
        Assert.That((await grafana.AdminAsync("GET /api/users/lookup?loginOrEmail=sa-1-scim-viewer")).Status, Is.EqualTo(200));
        Assert.That((await grafana.AdminAsync("GET /api/users/lookup?loginOrEmail=ada+x")).Summary, Is.EqualTo("404 user not found"));
    }

    [TestCase("10.4.2", "GET /api/users/99", "404 user not found")]
    [TestCase("10.4.2", "GET /api/users/some-uid", "400 id is invalid")]
    [TestCase("11.0.0", "GET /api/users/some-uid", "404 User not found")]
    [TestCase("13.0.0", "DELETE /api/admin/users/99", "404 user not found")]
    [TestCase("13.0.0", "DELETE /api/admin/users/some-uid", "400 id is invalid")]
    [TestCase("13.0.0", "POST /api/admin/users/99/disable", "404 user not found")]
    [TestCase("13.0.0", "POST /api/admin/users/99/enable", "404 user not found")]
    [TestCase("13.0.0", "POST /api/admin/users/99/logout", "404 user not found")]
    [TestCase("13.0.0", "POST /api/admin/users/1/logout", "400 You cannot logout yourself")]
    public async Task Whoever_is_not_there_cannot_be_meant(string version, string call, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync(version);
        Assert.That((await grafana.AdminAsync(call)).Summary, Is.EqualTo(expected));
    }

    [Test]
    public async Task From_11_on_a_uid_names_a_user_except_under_admin()
    {
        await using var grafana = await GrafanaFixture.StartAsync("11.0.0");
        var id = await grafana.NewUserAsync("ada");
        var uid = (await grafana.AdminAsync($"GET /api/users/{id}")).Text("uid");

        Assert.That((await grafana.AdminAsync($"GET /api/users/{uid}")).Number("id"), Is.EqualTo(id));
        Assert.That((await grafana.AdminAsync($"POST /api/admin/users/{uid}/disable")).Summary, Is.EqualTo("400 id is invalid"));
    }

    [Test]
    public async Task Search_pages_people_by_login_and_leaves_service_accounts_out()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        foreach (var login in (string[])["carol", "bob", "ada"]) await grafana.NewUserAsync(login);
        await grafana.NewTokenAsync("Viewer");

        var page = await grafana.AdminAsync("GET /api/users/search?perpage=2&page=2");
        Assert.That((page.Number("totalCount"), page.Number("page"), page.Number("perPage")), Is.EqualTo((4, 2, 2)));
        Assert.That(page.Json["users"]!.AsArray().Select(x => (string)x!["login"]!), Is.EqualTo((string[])["bob", "carol"]));
        Assert.That((await grafana.AdminAsync("GET /api/users/search?query=XAMPLE&sort=login-desc")).Json["users"]!.AsArray().Select(x => (string)x!["login"]!), Is.EqualTo((string[])["carol", "bob", "ada"]));
        Assert.That((await grafana.AdminAsync("GET /api/users?query=bo")).All("email"), Is.EqualTo((string[])["bob@example.com"]));
        Assert.That((await grafana.AdminAsync("GET /api/users/search")).Number("perPage"), Is.EqualTo(1000));
    }

    [Test]
    public async Task An_update_replaces_login_email_and_name()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = await grafana.NewUserAsync("ada");

        Assert.That((await grafana.AdminAsync($"PUT /api/users/{id}", """{"email":"Countess@example.com","name":"Countess"}""")).Summary, Is.EqualTo("200 User updated"));

        var user = await grafana.AdminAsync("GET /api/users/lookup?loginOrEmail=countess@example.com");
        Assert.That((user.Number("id"), user.Text("login"), user.Text("name")), Is.EqualTo((id, "countess@example.com", "Countess")));
        Assert.That((await grafana.AdminAsync("GET /api/users/lookup?loginOrEmail=ada")).Status, Is.EqualTo(404));
    }

    [TestCase("10.4.2", """{"login":"bob","email":"ada@example.com"}""", "500 Failed to update user", null)]
    [TestCase("12.3.0", """{"login":"bob","email":"ada@example.com"}""", "409 Update would result in user login conflict", null)]
    [TestCase("12.3.0", """{"login":"ada","email":"bob@example.com"}""", "409 Email conflict", "user.email-conflict")]
    [TestCase("12.3.0", "{}", "400 Need to specify either username or email", "user.empty-username-and-email")]
    [TestCase("12.3.0", "[]", "400 bad request data", null)]
    public async Task An_update_that_cannot_be_is_refused(string version, string body, string expected, string? messageId)
    {
        await using var grafana = await GrafanaFixture.StartAsync(version);
        var id = await grafana.NewUserAsync("ada");
        await grafana.NewUserAsync("bob");

        var reply = await grafana.AdminAsync($"PUT /api/users/{id}", body);
        Assert.That((reply.Summary, reply.MessageId), Is.EqualTo((expected, messageId)));
    }

    [TestCase("10.4.2", "PUT /api/users/{0}", "403 User info cannot be updated for external Users")]
    [TestCase("13.0.0", "PUT /api/users/{0}", "403 Cannot update external User")]
    [TestCase("13.0.0", "PUT /api/admin/users/{0}/password", "403 Cannot update external user password")]
    [TestCase("10.4.2", "POST /api/admin/users/{0}/disable", "500 Could not disable external user")]
    [TestCase("13.0.0", "POST /api/admin/users/{0}/disable", "500 Could not disable external user")]
    [TestCase("13.0.0", "POST /api/admin/users/{0}/enable", "500 Could not enable external user")]
    [TestCase("13.0.0", "POST /api/admin/users/{0}/logout", "200 User logged out")]
    [TestCase("13.0.0", "DELETE /api/admin/users/{0}", "200 User deleted")]
    [TestCase("13.0.0", "DELETE /api/orgs/1/users/{0}", "200 User removed from organization")]
    public async Task After_the_first_sign_in_Grafana_lets_go_but_does_not_change(string version, string call, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync(version);
        var id = await grafana.NewUserAsync("ada");
        Assert.That(grafana.Double.SignIn("ada@example.com"), Is.True);

        Assert.That((await grafana.AdminAsync(string.Format(null, call, id), """{"login":"new","password":"correct"}""")).Summary, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_sign_in_makes_a_user_external()
    {
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { OrgRoleSync = true });
        var id = await grafana.NewUserAsync("ada");
        grafana.Double.SignIn("ada@example.com");

        var user = await grafana.AdminAsync($"GET /api/users/{id}");
        Assert.That((user.Flag("isExternal"), user.Flag("isExternallySynced"), user.Json["authLabels"]!.ToJsonString()), Is.EqualTo((true, true, """["AzureAD"]""")));
        Assert.That(grafana.Double.SignIn("nobody@example.com"), Is.False);
    }

    [TestCase("POST /api/admin/users/{0}/disable", "200 User disabled")]
    [TestCase("POST /api/admin/users/{0}/logout", "200 User logged out")]
    [TestCase("DELETE /api/admin/users/{0}", "200 User deleted")]
    [TestCase("DELETE /api/org/users/{0}", "200 User deleted")]
    public async Task Sessions_end(string call, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = await grafana.NewUserAsync("ada");
        grafana.Double.SignIn("ada@example.com");
        grafana.Double.SignIn("ada@example.com");
        Assert.That(grafana.Double.Sessions("ada"), Is.EqualTo(2));
        if (expected.EndsWith("disabled", StringComparison.Ordinal)) grafana.Double.State.Change(x => x.Users.Find(id)!.AuthModule = null);

        Assert.That((await grafana.AdminAsync(string.Format(null, call, id))).Summary, Is.EqualTo(expected));
        Assert.That(grafana.Double.Sessions("ada"), Is.Zero);
    }

    [Test]
    public async Task Disable_and_enable_may_be_repeated_and_a_disabled_user_cannot_sign_in()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = await grafana.NewUserAsync("ada");
        for (var i = 0; i < 2; i++) Assert.That((await grafana.AdminAsync($"POST /api/admin/users/{id}/disable")).Summary, Is.EqualTo("200 User disabled"));
        Assert.That(grafana.Double.SignIn("ada@example.com"), Is.False);
        Assert.That((await grafana.AdminAsync($"GET /api/users/{id}")).Flag("isDisabled"), Is.True);

        for (var i = 0; i < 2; i++) Assert.That((await grafana.AdminAsync($"POST /api/admin/users/{id}/enable")).Summary, Is.EqualTo("200 User enabled"));
        Assert.That(grafana.Double.SignIn("ada@example.com"), Is.True);
    }

    [Test]
    public async Task The_last_server_admin_stays_one()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = await grafana.NewUserAsync("ada");
        const string none = """{"isGrafanaAdmin":false}""";

        Assert.That((await grafana.AdminAsync("PUT /api/admin/users/1/permissions", none)).Summary, Is.EqualTo("400 cannot remove last grafana admin"));
        Assert.That((await grafana.AdminAsync($"PUT /api/admin/users/{id}/permissions", """{"isGrafanaAdmin":true}""")).Summary, Is.EqualTo("200 User permissions updated"));
        Assert.That((await grafana.AdminAsync($"PUT /api/admin/users/{id}/permissions", none)).Summary, Is.EqualTo("200 User permissions updated"));
    }

    [Test]
    public async Task A_password_can_be_changed()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = await grafana.NewUserAsync("ada");
        Assert.That((await grafana.AdminAsync($"PUT /api/admin/users/{id}/password", """{"password":"another"}""")).Summary, Is.EqualTo("200 User password updated"));
        Assert.That((await grafana.SendAsync(GrafanaFixture.Basic("ada", "another"), "GET /api/user")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_deleted_user_leaves_nothing_behind()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (id, team) = (await grafana.NewUserAsync("ada"), await grafana.NewTeamAsync("crew"));
        await grafana.TokenAsync($"POST /api/teams/{team}/members", $$"""{"userId":{{id}}}""");
        Assert.That((await grafana.AdminAsync($"GET /api/users/{id}/teams")).All("name"), Is.EqualTo((string[])["crew"]));

        await grafana.AdminAsync($"DELETE /api/admin/users/{id}");

        Assert.That((await grafana.TokenAsync($"GET /api/teams/{team}")).Number("memberCount"), Is.Zero);
        Assert.That((await grafana.AdminAsync("GET /api/orgs/1/users")).All("login"), Is.EqualTo((string[])["admin"]));
        Assert.That(await grafana.NewUserAsync("ada"), Is.GreaterThan(id));
    }
}
