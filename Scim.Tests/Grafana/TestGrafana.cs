using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Scim.Doubles;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>
/// An organisation of a Grafana: of the double, or of the real one that <c>SCIM_TEST_GRAFANA_URL</c> names, with <c>SCIM_TEST_GRAFANA_USER</c> and
/// <c>SCIM_TEST_GRAFANA_PASSWORD</c>. What is asked and done here goes through HTTP with a person's credentials, so that either will do.
/// </summary>
internal sealed class TestGrafana : IAsyncDisposable
{
    private static readonly string? RealUrl = Environment.GetEnvironmentVariable("SCIM_TEST_GRAFANA_URL");

    private readonly HttpClient _http;
    private readonly GrafanaDouble? _double;

    private TestGrafana(Uri url, GrafanaDouble? @double)
    {
        Url = url;
        _double = @double;
        _http = Client(url);
    }

    public static bool IsReal => RealUrl is not null;

    public Uri Url { get; }

    public long OrgId { get; private set; } = 1;

    public static string AdminUser => Environment.GetEnvironmentVariable("SCIM_TEST_GRAFANA_USER") ?? "admin";

    public static string AdminPassword => Environment.GetEnvironmentVariable("SCIM_TEST_GRAFANA_PASSWORD") ?? "admin";

    /// <summary>For what a real Grafana cannot be made to do; the test is ignored there.</summary>
    public GrafanaDouble Double
    {
        get
        {
            if (_double is null) Assert.Ignore("Only the double can be made to do this.");
            return _double!;
        }
    }

    public static async Task<TestGrafana> StartAsync(GrafanaDoubleOptions? options = null)
    {
        if (RealUrl is null)
        {
            var started = await GrafanaDouble.StartAsync(options);
            return new TestGrafana(started.Url, started);
        }

        if (options is not null) Assert.Ignore("A real Grafana is set up as it is.");
        var grafana = new TestGrafana(new Uri(RealUrl), null);
        grafana.OrgId = await grafana.NewOrganisationAsync();
        return grafana;
    }

    /// <summary>The same Grafana as seen from another of its organisations.</summary>
    public TestGrafana InOrganisation(long orgId) => new(Url, _double) { OrgId = orgId };

    public async Task<long> NewOrganisationAsync() =>
        (await SendAsync("POST", "api/orgs", new { name = Some.Name("org") }))!["orgId"]!.GetValue<long>();

    /// <summary>Made by hand: nobody has told the service of it.</summary>
    public async Task<long> NewUserAsync(string login, string? name = null, string? email = null)
    {
        var body = new { login, email = email ?? login, name = name ?? login, password = Guid.NewGuid() + "Aa1!", orgId = OrgId };
        var id = (await SendAsync("POST", "api/admin/users", body))!["id"]!.GetValue<long>();
        if (await RoleAsync(login) is null) await SendAsync("POST", $"api/orgs/{OrgId}/users", new { loginOrEmail = login, role = "Viewer" });
        return id;
    }

    /// <summary>The whole account; null where there is none.</summary>
    public async Task<JsonObject?> UserAsync(string login)
    {
        var found = await SendAsync("GET", $"api/users/lookup?loginOrEmail={Uri.EscapeDataString(login)}", mayMiss: true);
        return found is null ? null : (JsonObject?)await SendAsync("GET", $"api/users/{found["id"]}", mayMiss: true);
    }

    public async Task<long> UserIdAsync(string login) => (await UserAsync(login))!["id"]!.GetValue<long>();

    /// <summary>Login, e-mail, name, role in the organisation, and whether the account is disabled, in one line; null where there is none.</summary>
    public async Task<string?> DescribeAsync(string login) => await UserAsync(login) is not { } user
        ? null
        : $"{user["login"]} {user["email"]} '{user["name"]}' {await RoleAsync(login) ?? "-"}{(user["isDisabled"]!.GetValue<bool>() ? " disabled" : "")}";

    /// <summary>Null where the user is not in the organisation, or not there.</summary>
    public async Task<string?> RoleAsync(string login, long? orgId = null)
    {
        if (await UserAsync(login) is not { } user) return null;

        var orgs = (JsonArray)(await SendAsync("GET", $"api/users/{user["id"]}/orgs"))!;
        return orgs.FirstOrDefault(x => x!["orgId"]!.GetValue<long>() == (orgId ?? OrgId))?["role"]!.GetValue<string>();
    }

    public async Task<long> NewTeamAsync(string name, string email = "")
    {
        var id = (await SendAsync("POST", "api/teams", new { name, email }))!["teamId"]!.GetValue<long>();

        // A person who makes a team becomes a member of it.
        foreach (var member in (JsonArray)(await SendAsync("GET", $"api/teams/{id}/members"))!)
            await SendAsync("DELETE", $"api/teams/{id}/members/{member!["userId"]}");
        return id;
    }

    public async Task<JsonObject?> TeamAsync(string name)
    {
        var found = (JsonArray)(await SendAsync("GET", $"api/teams/search?name={Uri.EscapeDataString(name)}"))!["teams"]!;
        return (JsonObject?)found.FirstOrDefault();
    }

    /// <summary>The names of all teams of the organisation, in order.</summary>
    public async Task<IReadOnlyList<string>> TeamsAsync() =>
        ((JsonArray)(await SendAsync("GET", "api/teams/search?perpage=1000"))!["teams"]!).Select(x => x!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal).ToList();

    /// <summary>Logins in order; admins of the team with a star.</summary>
    public async Task<string> MembersAsync(string team)
    {
        if (await TeamAsync(team) is not { } found) return "no team";

        var members = (JsonArray)(await SendAsync("GET", $"api/teams/{found["id"]}/members"))!;
        return string.Join(' ', members.Select(x => $"{x!["login"]}{(x["permission"]!.GetValue<int>() == 4 ? "*" : "")}").Order(StringComparer.Ordinal));
    }

    public async Task AddMemberAsync(string team, string login) =>
        await SendAsync("POST", $"api/teams/{(await TeamAsync(team))!["id"]}/members", new { userId = await UserIdAsync(login) });

    public async Task RemoveMemberAsync(string team, string login) =>
        await SendAsync("DELETE", $"api/teams/{(await TeamAsync(team))!["id"]}/members/{await UserIdAsync(login)}");

    public async Task MakeTeamAdminAsync(string team, string login) =>
        await SendAsync("PUT", $"api/teams/{(await TeamAsync(team))!["id"]}/members/{await UserIdAsync(login)}", new { permission = 4 });

    /// <summary>Who may do what with a folder, in order; null where there is no such folder.</summary>
    public async Task<string?> FolderAsync(string title)
    {
        if (await FolderUidAsync(title) is not { } uid) return null;

        var grants = (JsonArray)(await SendAsync("GET", $"api/access-control/folders/{uid}"))!;
        return string.Join(", ", grants
            .Select(x => (Who: x!["team"]?.GetValue<string>() ?? x["builtInRole"]?.GetValue<string>() ?? x["userLogin"]?.GetValue<string>() ?? "?", What: x["permission"]!.GetValue<string>()))
            .Where(x => x.Who is not ("Admin" or "admin"))
            .Select(x => $"{x.Who} {x.What}").Order(StringComparer.Ordinal));
    }

    public async Task<string?> FolderUidAsync(string title) =>
        ((JsonArray)(await SendAsync("GET", "api/folders?limit=1000"))!).FirstOrDefault(x => x!["title"]!.GetValue<string>() == title)?["uid"]!.GetValue<string>();

    /// <returns>The service account's number.</returns>
    public async Task<long> NewServiceAccountAsync(string role) =>
        (await SendAsync("POST", "api/serviceaccounts", new { name = Some.Name("sa"), role }))!["id"]!.GetValue<long>();

    /// <param name="account">The service account's number.</param>
    /// <param name="secondsToLive">0 for a token without an end.</param>
    /// <returns>The token's number, and the token.</returns>
    public async Task<(long Id, string Key)> NewTokenAsync(long account, int secondsToLive = 0)
    {
        var made = (await SendAsync("POST", $"api/serviceaccounts/{account}/tokens", new { name = Some.Name("token"), secondsToLive }))!;
        return (made["id"]!.GetValue<long>(), made["key"]!.GetValue<string>());
    }

    public Task DeleteTokenAsync(long account, long token) => SendAsync("DELETE", $"api/serviceaccounts/{account}/tokens/{token}");

    /// <summary>Sends as the server admin, in the organisation of this test.</summary>
    /// <returns>The body; null for what is not there, where that is expected.</returns>
    public async Task<JsonNode?> SendAsync(string method, string path, object? body = null, bool mayMiss = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-Grafana-Org-Id", $"{OrgId}");
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (mayMiss && (int)response.StatusCode == 404) return null;

        Assert.That(response.IsSuccessStatusCode, Is.True, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_double is not null) await _double.DisposeAsync();
    }

    private static HttpClient Client(Uri url)
    {
        var client = new HttpClient { BaseAddress = url };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AdminUser}:{AdminPassword}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return client;
    }
}
