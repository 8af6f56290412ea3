using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Scim.Storage.Tokens;
using Scim.Tests.Api.OAuth;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>Tokens that the console makes, shows and ends.</summary>
public class TokenTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ScimServer _server = null!;
    private ConsoleClient _console = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _console = await ConsoleClient.SignedInAsync(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _console.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase(TokenScope.Full, 200, 201, 403)]
    [TestCase(TokenScope.ReadOnly, 200, 403, 403)]
    [TestCase(TokenScope.Admin, 200, 201, 200)]
    public async Task One_that_is_made_may_do_what_it_is_for(string scope, int reads, int writes, int signsIn)
    {
        var (_, secret) = await MakeAsync(Some.Name(), scope, "30");

        using var client = _server.NewClient(secret);
        using var read = await client.GetAsync(new Uri("Users?count=0", UriKind.Relative));
        using var written = await client.PostAsync(new Uri("Users", UriKind.Relative), new StringContent(Some.User(), System.Text.Encoding.UTF8, "application/scim+json"));
        using var other = new ConsoleClient(_server);
        Assert.That(((int)read.StatusCode, (int)written.StatusCode, (await other.SignInAsync(secret)).Status), Is.EqualTo((reads, writes, signsIn)));
    }

    [Test]
    public async Task The_secret_is_shown_once_and_is_in_no_list()
    {
        var name = Some.Name();
        var (id, secret) = await MakeAsync(name, TokenScope.Full, "null");
        var list = await _console.GetAsync($"tokens?text={name}");

        var token = list.Body["tokens"]!.AsArray().Single()!;
        Assert.That((token["id"]!.GetValue<string>(), token["name"]!.GetValue<string>(), token["state"]!.GetValue<string>(), token["expires"], token["isOwn"]!.GetValue<bool>()), Is.EqualTo((id, name, "live", (JsonNode?)null, false)));
        Assert.That(list.Text, Does.Not.Contain(secret).And.Not.Contain("hash"));
    }

    [TestCase("""{"name": "", "scope": "scim"}""", "A token needs a name of 1 to 200 characters, without control and format characters.")]
    [TestCase("""{"name": " ", "scope": "scim"}""", "A token needs a name of 1 to 200 characters, without control and format characters.")]
    [TestCase("""{"scope": "scim"}""", "A token needs a name of 1 to 200 characters, without control and format characters.")]
    [TestCase("""{"name": "a\nb", "scope": "scim"}""", "A token needs a name of 1 to 200 characters, without control and format characters.")]
    [TestCase("""{"name": "\u200b", "scope": "scim"}""", "A token needs a name of 1 to 200 characters, without control and format characters.")]
    [TestCase("""{"name": "a\u202eb", "scope": "scim"}""", "A token needs a name of 1 to 200 characters, without control and format characters.")]
    [TestCase("""{"name": "a\u0000b", "scope": "scim"}""", "A token needs a name of 1 to 200 characters, without control and format characters.")]
    [TestCase("""{"name": "a", "scope": "root"}""", "The scope of a token is one of scim, scim.read, scim.admin.")]
    [TestCase("""{"name": "a"}""", "The scope of a token is one of scim, scim.read, scim.admin.")]
    [TestCase("""{"name": "a", "scope": "scim", "expiresInDays": 0}""", "A token lasts 1 to 3650 days, or has no end.")]
    [TestCase("""{"name": "a", "scope": "scim", "expiresInDays": 3651}""", "A token lasts 1 to 3650 days, or has no end.")]
    [TestCase("""{"name": 5}""", "The request cannot be read.")]
    [TestCase("not json", "The request cannot be read.")]
    [TestCase("[]", "The request cannot be read.")]
    [TestCase("", "The request cannot be read.")]
    public async Task A_wrong_one_is_400_and_says_what_is_wrong(string json, string detail)
    {
        var answer = await _console.PostAsync("tokens", json);
        Assert.That((answer.Status, answer.Detail), Is.EqualTo((400, detail)));
    }

    [Test]
    public async Task A_body_that_is_too_large_is_413() =>
        Assert.That((await _console.PostAsync("tokens", $$"""{"name": "{{new string('a', 70_000)}}", "scope": "scim"}""")).Status, Is.EqualTo(413));

    [Test]
    public async Task A_revoked_one_is_refused_and_the_log_says_who_did_it()
    {
        var name = Some.Name();
        var (id, secret) = await MakeAsync(name, TokenScope.Full, "30");
        Assert.That((await _console.PostAsync($"tokens/{id}/revoke")).Status, Is.EqualTo(204));

        using var client = _server.NewClient(secret);
        Assert.That(async () => (int)(await client.GetAsync(new Uri("Users?count=0", UriKind.Relative))).StatusCode, Is.EqualTo(401).After((int)Patience.TotalMilliseconds, 200));
        Assert.That((await _console.PostAsync($"tokens/{id}/revoke")).Status, Is.EqualTo(404), "a second time");
        var who = (await _console.GetAsync("session")).Body["credential"]!.GetValue<string>();
        var lines = (await _console.PostAsync("log")).Body["lines"]!.AsArray().Where(x => x!["what"]!.GetValue<string>().Contains(name, StringComparison.Ordinal)).ToList();
        Assert.That(lines.Select(x => $"{x!["who"]} {x["what"]}"), Is.EqualTo((string[])[$"{who} token \"{name}\" (scim) revoked", $"{who} token \"{name}\" (scim) made"]));
    }

    [Test]
    public async Task A_rotated_one_and_its_successor_both_serve_for_a_while()
    {
        var name = Some.Name();
        var (id, old) = await MakeAsync(name, TokenScope.ReadOnly, "30");
        var answer = await _console.PostAsync($"tokens/{id}/rotate", """{"overlapHours": 24}""");

        Assert.That((answer.Status, answer.Body["token"]!["name"]!.GetValue<string>(), answer.Body["token"]!["scope"]!.GetValue<string>()), Is.EqualTo((200, name, TokenScope.ReadOnly)));
        foreach (var secret in (string[])[old, answer.Body["secret"]!.GetValue<string>()])
        {
            using var client = _server.NewClient(secret);
            using var read = await client.GetAsync(new Uri("Users?count=0", UriKind.Relative));
            Assert.That((int)read.StatusCode, Is.EqualTo(200));
        }

        Assert.That((await _console.PostAsync($"tokens/{id}/rotate", """{"overlapHours": -1}""")).Status, Is.EqualTo(400));
        Assert.That((await _console.PostAsync($"tokens/{id}/rotate")).Detail, Is.EqualTo("Say as overlapHours for how long the old token serves on: 0 to 8760 hours."));
    }

    [Test]
    public async Task Where_the_log_cannot_be_written_nothing_is_done()
    {
        await using var server = await ScimServer.StartAsync();
        var (old, secret) = await ConsoleClient.NewTokenAsync(server, TokenScope.Admin);
        using var console = await ConsoleClient.SignedInAsync(server, secret);
        var before = (await console.GetAsync("tokens?withEnded=true")).Text;
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand("ALTER TABLE scim.provisioning_log ADD CHECK (operation <> 'console') NOT VALID");
        await command.ExecuteNonQueryAsync();

        using var another = new ConsoleClient(server);
        Assert.That((await another.SignInAsync(secret)).Status, Is.EqualTo(500));
        Assert.That((await console.PostAsync("tokens", """{"name": "a", "scope": "scim"}""")).Status, Is.EqualTo(500));
        foreach (var what in (string[])["revoke", "rotate"]) Assert.That((await console.PostAsync($"tokens/{old.Id}/{what}", """{"overlapHours": 0}""")).Status, Is.EqualTo(500), what);
        Assert.That((await console.PostAsync("session/end")).Status, Is.EqualTo(500));

        Assert.That((await console.GetAsync("tokens?withEnded=true")).Text, Is.EqualTo(before));
        await using var sessions = source.CreateCommand("SELECT count(*) FROM scim.console_session");
        Assert.That(await sessions.ExecuteScalarAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_thousand_come_in_pages_and_are_found_by_a_part_of_their_names()
    {
        await using var server = await ScimServer.StartAsync();
        var tokens = server.Services.GetRequiredService<TokenStore>();
        for (var i = 0; i < 1_000; i++) await tokens.CreateAsync("default", $"Token {i:000}", null, CancellationToken.None);
        using var console = await ConsoleClient.SignedInAsync(server);

        var first = (await console.GetAsync("tokens")).Body;
        var last = (await console.GetAsync("tokens?page=21")).Body;
        var found = (await console.GetAsync("tokens?text=tOkEn%2042")).Body;
        Assert.That((first["total"]!.GetValue<int>(), first["tokens"]!.AsArray().Count, last["tokens"]!.AsArray().Count), Is.EqualTo((1_002, 50, 2)));
        Assert.That(found["tokens"]!.AsArray().Select(x => x!["name"]!.GetValue<string>()), Is.EquivalentTo(Enumerable.Range(420, 10).Select(x => $"Token {x}")));
        foreach (var odd in (string[])["tokens?page=0", "tokens?page=-5", "tokens?page=2147483647", "tokens?text=%25", "tokens?text='--"]) Assert.That((await console.GetAsync(odd)).Status, Is.EqualTo(200), odd);
    }

    [Test]
    public async Task A_text_with_U0000_is_400()
    {
        var answers = new[] { await _console.GetAsync("tokens?text=%00"), await _console.PostAsync("log", """{"name": "a\u0000b"}""") };
        Assert.That(answers.Select(x => (x.Status, x.Detail)), Has.All.EqualTo((400, "The text must not have the character U+0000 in it.")));
        Assert.That((await _console.PostAsync("search", """{"type": "User", "text": "a\u0000b"}""")).Status, Is.LessThan(500));
    }

    [Test]
    public async Task Those_that_have_ended_are_shown_on_request()
    {
        var name = Some.Name();
        var (id, _) = await MakeAsync(name, TokenScope.Full, "30");
        await _console.PostAsync($"tokens/{id}/revoke");

        Assert.That((await _console.GetAsync($"tokens?text={name}")).Body["total"]!.GetValue<int>(), Is.Zero);
        Assert.That((await _console.GetAsync($"tokens?text={name}&withEnded=true")).Body["tokens"]![0]!["state"]!.GetValue<string>(), Is.EqualTo("revoked"));
    }

    [Test]
    public async Task Those_of_another_tenant_are_not_there()
    {
        var secret = await _server.NewTenantAsync();
        var other = (await _server.Services.GetRequiredService<TokenStore>().FindAsync(secret, CancellationToken.None))!;
        using var theirs = await ConsoleClient.OfTenantAsync(_server, other.Tenant);
        var (id, _) = await MakeAsync(Some.Name(), TokenScope.Full, "30");

        Assert.That((await theirs.GetAsync("tokens?withEnded=true")).Body["tokens"]!.AsArray().Select(x => x!["id"]!.GetValue<string>()), Does.Contain($"{other.Id}").And.Not.Contain(id));
        foreach (var what in (string[])["revoke", "rotate"]) Assert.That((await theirs.PostAsync($"tokens/{id}/{what}", """{"overlapHours": 0}""")).Status, Is.EqualTo(404), what);
        Assert.That((await _console.GetAsync("tokens")).Text, Does.Contain(id));
    }

    [Test]
    public async Task OAuth_clients_are_shown_without_their_secrets()
    {
        var (client, secret) = await new OAuthClients(_server).CreateWithSecretAsync();
        var list = (await _console.GetAsync("clients")).Text;
        Assert.That(list, Does.Contain($"{client.Id}").And.Contain("\"kind\":\"secret\"").And.Not.Contain(secret).And.Not.Contain("hash"));
    }

    private async Task<(string Id, string Secret)> MakeAsync(string name, string scope, string days)
    {
        var made = await _console.PostAsync("tokens", $$"""{"name": "{{name}}", "scope": "{{scope}}", "expiresInDays": {{days}}}""");
        Assert.That(made.Status, Is.EqualTo(200), made.Text);
        return (made.Body["token"]!["id"]!.GetValue<string>(), made.Body["secret"]!.GetValue<string>());
    }
}
