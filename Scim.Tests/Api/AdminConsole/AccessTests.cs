using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Scim.Storage.AdminConsole;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>Every call of the console, by those who may not make it.</summary>
public class AccessTests
{
    private const string Id = "01900000-0000-7000-8000-000000000000";

    private static readonly string[] Calls =
    [
        "GET overview", "GET setup", "POST log",
        "GET tokens", "POST tokens", $"POST tokens/{Id}/rotate", $"POST tokens/{Id}/revoke", "GET clients",
        "POST search", $"GET resources/User/{Id}", $"GET resources/User/{Id}/timeline", $"GET resources/Group/{Id}/members",
        "GET grafana", "POST grafana/plan", "POST grafana/release", "POST session/end", "GET nothing",
    ];

    private ScimServer _server = null!;

    private TokenStore Tokens => _server.Services.GetRequiredService<TokenStore>();

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public void All_calls_are_tried_here()
    {
        var routes = _server.Services.GetServices<EndpointDataSource>().SelectMany(x => x.Endpoints).OfType<RouteEndpoint>()
            .Select(x => x.RoutePattern.RawText!).Where(x => x.StartsWith("/console/api/", StringComparison.Ordinal) && x != "/console/api/session").Distinct();
        Assert.That(routes.Count(), Is.EqualTo(Calls.Select(x => x.Split(' ')[1]).Distinct().Count()));
    }

    [TestCaseSource(nameof(Calls))]
    public async Task Nobody_is_401(string call)
    {
        using var client = new ConsoleClient(_server);
        await RefusedAsync(client, call);
    }

    [TestCaseSource(nameof(Calls))]
    public async Task A_session_that_is_made_up_is_401(string call)
    {
        foreach (var cookie in (string[])["scim_console=default.0123", "scim_console=", "scim_console=x", "scim_console=..", $"scim_console={new string('a', 5_000)}", "__Host-scim_console=default.0123", "scim_console=' OR 1=1.x"])
        {
            using var client = new ConsoleClient(_server, cookie);
            await RefusedAsync(client, call);
        }
    }

    [TestCaseSource(nameof(Calls))]
    public async Task A_bearer_token_is_not_taken_whatever_it_is(string call)
    {
        var (_, admin) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        foreach (var token in (string[])[admin, _server.Token, "garbage"])
        {
            using var client = new ConsoleClient(_server);
            await RefusedAsync(client, call, token);
        }
    }

    [TestCaseSource(nameof(Calls))]
    public async Task The_session_of_a_token_that_was_revoked_is_401(string call)
    {
        var (token, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        using var client = await ConsoleClient.SignedInAsync(_server, secret);
        await Tokens.RevokeAsync("default", token.Id, CancellationToken.None);

        await RefusedAsync(client, call);
    }

    [TestCaseSource(nameof(Calls))]
    public async Task The_session_of_a_token_that_has_expired_is_401(string call)
    {
        var (token, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        using var client = await ConsoleClient.SignedInAsync(_server, secret);
        await ExecuteAsync($"UPDATE scim.token SET expires = now() WHERE id = '{token.Id}'");

        await RefusedAsync(client, call);
    }

    [TestCaseSource(nameof(Calls))]
    public async Task The_session_of_a_token_that_is_no_admin_s_any_more_is_401(string call)
    {
        foreach (var scope in (string[])[TokenScope.Full, TokenScope.ReadOnly])
        {
            var (token, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
            using var client = await ConsoleClient.SignedInAsync(_server, secret);
            await ExecuteAsync($"UPDATE scim.token SET scope = '{scope}' WHERE id = '{token.Id}'");

            await RefusedAsync(client, call);
        }
    }

    [TestCaseSource(nameof(Calls))]
    public async Task A_session_under_the_name_of_another_tenant_is_401(string call)
    {
        var other = await ConsoleClient.NewTenantAsync(_server);
        using var client = await ConsoleClient.SignedInAsync(_server);
        client.Cookie = client.Cookie!.Replace("=default.", $"={other}.", StringComparison.Ordinal);

        await RefusedAsync(client, call);
    }

    [TestCaseSource(nameof(Calls))]
    public async Task A_session_of_eight_hours_is_401(string call)
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        await ExecuteAsync("UPDATE scim.console_session SET expires = expires - interval '8 hours'");

        await RefusedAsync(client, call);
        Assert.That(ConsoleSessions.Lifetime, Is.EqualTo(TimeSpan.FromHours(8)));
    }

    [Test]
    public async Task A_session_that_nobody_used_for_an_hour_is_401_and_looking_by_itself_is_no_use()
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        await ExecuteAsync("UPDATE scim.console_session SET last_used = last_used - interval '59 minutes'");
        client.Headers["Console-Refresh"] = "true";
        Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(200));
        await ExecuteAsync("UPDATE scim.console_session SET last_used = last_used - interval '2 minutes'");

        Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_session_that_is_used_goes_on()
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        await ExecuteAsync("UPDATE scim.console_session SET last_used = last_used - interval '59 minutes'");
        Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(200));
        await ExecuteAsync("UPDATE scim.console_session SET last_used = last_used - interval '2 minutes'");

        Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_session_serves_at_every_replica_and_ends_with_its_token_at_once()
    {
        await using var other = await _server.AnotherAsync();
        var (token, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        using var here = await ConsoleClient.SignedInAsync(_server, secret);
        using var there = new ConsoleClient(other, here.Cookie);
        Assert.That((await there.GetAsync("overview")).Status, Is.EqualTo(200));

        await Tokens.RevokeAsync("default", token.Id, CancellationToken.None);

        Assert.That(((await here.GetAsync("overview")).Status, (await there.GetAsync("overview")).Status), Is.EqualTo((401, 401)));
    }

    [Test]
    public async Task An_admin_token_may_do_by_SCIM_what_others_may()
    {
        var (_, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        using var client = _server.NewClient(secret);
        using var content = new StringContent(Some.User(), System.Text.Encoding.UTF8, "application/scim+json");
        using var made = await client.PostAsync(new Uri("Users", UriKind.Relative), content);
        Assert.That((int)made.StatusCode, Is.EqualTo(201));
    }

    private static async Task RefusedAsync(ConsoleClient client, string call, string? token = null)
    {
        var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);
        var answer = await client.SendAsync(method, path, method == "POST" ? "{}" : null, token);
        Assert.That((answer.Status, answer.ContentType, answer.Headers["Cache-Control"]), Is.EqualTo((401, "application/problem+json", "no-store")), answer.Text);
        Assert.That(answer.Detail, Is.EqualTo("Nobody is signed in, or the session has ended."));
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
