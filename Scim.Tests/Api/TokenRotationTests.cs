using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Scim.Storage;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api;

/// <summary><c>token rotate</c>, and what it is for.</summary>
public class TokenRotationTests
{
    private ScimServer _server = null!;

    private TokenStore Tokens => _server.Services.GetRequiredService<TokenStore>();

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Prints_a_token_alone_that_works_while_the_old_one_still_does()
    {
        var (old, secret) = await NewTokenAsync();

        var rotated = await RunAsync("rotate", old.Name);

        Assert.That(rotated.ExitCode, Is.Zero, rotated.Error);
        Assert.That(rotated.Output, Does.Match("^scim_[0-9a-f]{72}\n$").And.Not.Contain(secret));
        Assert.That(rotated.Error, Does.Match($"^Token \"{old.Name}\" made\\. It is not shown again\\.\nThe old one, {old.Id}, ends on \\d{{4}}-\\d\\d-\\d\\d \\d\\d:\\d\\d\\.\n$"));
        Assert.That((await Tokens.FindAsync(rotated.Output.Trim(), CancellationToken.None))!.IsLive(DateTimeOffset.UtcNow), Is.True);
        Assert.That((await Tokens.FindAsync(secret, CancellationToken.None))!.Expires, Is.EqualTo(DateTime.UtcNow.AddHours(24)).Within(1).Hours);
    }

    [Test]
    public async Task The_new_one_has_the_name_scope_tenant_and_lifetime_of_the_old()
    {
        var (old, _) = await NewTokenAsync(TokenScope.ReadOnly, days: 90);

        var made = JsonNode.Parse((await RunAsync("rotate", old.Id.ToString(), "--json")).Output)!;

        Assert.That(made.AsObject().Select(x => x.Key), Is.EqualTo((string[])["id", "tenant", "name", "scope", "expires", "secret", "replaced"]));
        Assert.That(made["replaced"]!["id"]!.GetValue<Guid>(), Is.EqualTo(old.Id));
        var token = (await Tokens.FindAsync(made["secret"]!.GetValue<string>(), CancellationToken.None))!;
        Assert.That((token.Name, token.Scope, token.Tenant), Is.EqualTo((old.Name, old.Scope, old.Tenant)));
        Assert.That(token.Expires, Is.EqualTo(DateTime.UtcNow.AddDays(90)).Within(1).Hours);
    }

    [Test]
    public async Task Another_lifetime_can_be_given()
    {
        var (old, _) = await NewTokenAsync();
        var rotated = await RunAsync("rotate", old.Name, "--expires-in-days", "7");
        Assert.That((await Tokens.FindAsync(rotated.Output.Trim(), CancellationToken.None))!.Expires, Is.EqualTo(DateTime.UtcNow.AddDays(7)).Within(1).Hours);
    }

    [Test]
    public async Task Without_overlap_the_old_one_ends_at_once()
    {
        var (old, secret) = await NewTokenAsync();
        var rotated = await RunAsync("rotate", old.Name, "--overlap-hours", "0");

        Assert.That(rotated.Error, Does.EndWith($"The old one, {old.Id}, is revoked.\n"));
        Assert.That((await Tokens.FindAsync(secret, CancellationToken.None))!.IsLive(DateTimeOffset.UtcNow), Is.False);
        Assert.That((await Tokens.FindAsync(rotated.Output.Trim(), CancellationToken.None))!.IsLive(DateTimeOffset.UtcNow), Is.True);
    }

    [Test]
    public async Task An_old_one_that_ends_sooner_than_the_overlap_ends_when_it_was_to()
    {
        var (old, secret) = await NewTokenAsync(days: 1);
        await RunAsync("rotate", old.Name, "--overlap-hours", "1000");
        Assert.That((await Tokens.FindAsync(secret, CancellationToken.None))!.Expires, Is.EqualTo(old.Expires));
    }

    [Test]
    public async Task A_token_of_another_tenant_is_not_found()
    {
        var (old, secret) = await NewTokenAsync();
        var another = Some.Name("tenant");
        await _server.Services.GetRequiredService<TenantStore>().CreateAsync(another, CancellationToken.None);
        Assert.That(await Tokens.RotateAsync(new Caller(another), old.Id, TimeSpan.Zero, null, CancellationToken.None), Is.Null);
        Assert.That((await Tokens.FindAsync(secret, CancellationToken.None))!.IsLive(DateTimeOffset.UtcNow), Is.True);
    }

    [Test]
    public async Task A_revoked_one_is_not_rotated()
    {
        var (old, _) = await NewTokenAsync();
        await Tokens.RevokeAsync(old.Tenant, old.Id, CancellationToken.None);
        var rotated = await RunAsync("rotate", old.Name);
        Assert.That((rotated.ExitCode, rotated.Output, rotated.Error), Is.EqualTo((1, "", $"No live token has the id or the name \"{old.Name}\". See: token list.\n")));
    }

    [TestCase("--overlap-hours takes a number from 0 to 8760.", "--overlap-hours", "-1")]
    [TestCase("--overlap-hours takes a number from 0 to 8760.", "--overlap-hours", "a day")]
    [TestCase("--expires-in-days takes a number from 1 to 3650.", "--expires-in-days", "0")]
    public async Task A_wrong_number_is_explained(string message, params string[] arguments)
    {
        var result = await RunAsync(["rotate", "x", .. arguments]);
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain(message).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Under_load_not_one_request_fails_on_any_replica()
    {
        await using var other = await _server.AnotherAsync();
        var (old, first) = await NewTokenAsync();
        var clients = new SteadyClients(first, _server, other);
        await clients.GoOnAsync(100);

        var (_, second) = (await Tokens.RotateAsync(new Caller("default"), old.Id, TimeSpan.FromHours(1), null, CancellationToken.None))!.Value;
        await clients.GoOnAsync(100);
        await using (var fresh = await _server.AnotherAsync()) Assert.That(await StatusAsync(fresh, first), Is.EqualTo(200), "also where it is not remembered");
        await clients.SwitchAsync(second);
        await Tokens.RevokeAsync("default", old.Id, CancellationToken.None);
        await clients.GoOnAsync(100);

        Assert.That(await clients.StopAsync(), Is.All.EqualTo(200));
    }

    [Test]
    public async Task A_revocation_holds_on_every_replica()
    {
        await using var other = await _server.AnotherAsync();
        var (token, secret) = await NewTokenAsync();
        foreach (var server in (ScimServer[])[_server, other]) Assert.That(await StatusAsync(server, secret), Is.EqualTo(200));

        await Tokens.RevokeAsync("default", token.Id, CancellationToken.None);

        foreach (var server in (ScimServer[])[_server, other]) Assert.That(() => StatusAsync(server, secret), Is.EqualTo(401).After(60_000, 200));
    }

    private async Task<(Token Token, string Secret)> NewTokenAsync(string scope = TokenScope.Full, int? days = null) => await Tokens.CreateAsync(
        "default", Some.Name("token"), scope, days is null ? null : DateTimeOffset.UtcNow.AddDays(days.Value), CancellationToken.None);

    private Task<CommandResult> RunAsync(params string[] arguments) => CommandLine.RunAsync(_server.ConnectionString, ["token", .. arguments]);

    private static async Task<int> StatusAsync(ScimServer server, string token)
    {
        using var client = server.NewClient(token);
        using var answer = await client.GetAsync(new Uri("Users?count=0", UriKind.Relative));
        return (int)answer.StatusCode;
    }
}
