namespace Scim.Tests.Api.OAuth;

/// <summary>What becomes of an address whose clients are turned away too often.</summary>
public class BlockedAddressTests
{
    private const int Limit = 5;

    [Test]
    public async Task After_so_many_failures_the_token_endpoint_looks_nothing_up_but_secrets_that_were_good()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", $"{Limit}"));
        var clients = new OAuthClients(server);
        var (client, known) = await clients.CreateWithSecretAsync();
        var (_, fresh) = await clients.AddSecretAsync(client);
        Assert.That((await clients.WithSecretAsync(client, known)).Status, Is.EqualTo(200));
        for (var i = 0; i < Limit; i++) Assert.That((await clients.WithSecretAsync(client, "wrong")).Status, Is.EqualTo(401));

        var refused = await clients.WithSecretAsync(client, fresh);

        Assert.That((refused.Status, refused.Error), Is.EqualTo((429, "temporarily_unavailable")));
        Assert.That(int.Parse(refused.Answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), Is.InRange(1, 60));
        Assert.That((await clients.WithAssertionAsync("eyJ.eyJ.x", client)).Status, Is.EqualTo(429));
        Assert.That((await clients.WithSecretAsync(client, known)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Wrong_secrets_and_wrong_tokens_of_one_address_count_together()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", $"{Limit}"));
        var clients = new OAuthClients(server);
        var (client, _) = await clients.CreateWithSecretAsync();
        for (var i = 0; i < Limit; i++) await clients.WithSecretAsync(client, "wrong");

        Assert.That(await clients.UseAsync("scim_unheard"), Is.EqualTo(429));
    }

    [Test]
    public async Task A_secret_that_is_good_no_more_counts_as_others_do()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", $"{Limit}"));
        var clients = new OAuthClients(server);
        var (client, secret) = await clients.CreateWithSecretAsync();
        Assert.That((await clients.WithSecretAsync(client, secret)).Status, Is.EqualTo(200));
        await clients.Store.RevokeAsync(client.Id, CancellationToken.None);

        for (var i = 0; i < Limit; i++) Assert.That((await clients.WithSecretAsync(client, secret)).Status, Is.EqualTo(401));
        Assert.That((await clients.WithSecretAsync(client, secret)).Status, Is.EqualTo(429));
    }

    [Test]
    public async Task One_clients_good_assertion_opens_the_door_to_nobody_else()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", $"{Limit}"), ("Scim:TrustedProxies", "127.0.0.1"));
        var clients = new OAuthClients(server);
        var client = await clients.CreateAsync();
        using var key = new SigningKey();
        await clients.AddKeyAsync(client, key);
        Assert.That((await clients.WithAssertionAsync(key.Sign(clients.Claims(client)))).Status, Is.EqualTo(200));
        Assert.That((await clients.WithAssertionAsync(key.Sign(clients.Claims(client)), client)).Status, Is.EqualTo(200));

        for (var i = 0; i < Limit; i++) Assert.That((await clients.WithAssertionAsync("eyJ.eyJ.x")).Status, Is.EqualTo(401));

        Assert.That((await clients.WithAssertionAsync("eyJ.eyJ.x")).Status, Is.EqualTo(429), "without a client_id");
        Assert.That((await clients.SendAsync(("grant_type", "client_credentials"))).Status, Is.EqualTo(429), "with nothing");
        Assert.That((await clients.WithAssertionAsync(key.Sign(clients.Claims(client)), await clients.CreateAsync())).Status, Is.EqualTo(429), "of another client");
        Assert.That((await clients.WithAssertionAsync(key.Sign(clients.Claims(client)), client)).Status, Is.EqualTo(200), "who was known here goes on");
    }

    [Test]
    public async Task An_access_token_that_was_given_out_is_looked_up_at_a_blocked_address()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", $"{Limit}"));
        var clients = new OAuthClients(server);
        var (client, secret) = await clients.CreateWithSecretAsync();
        var token = (await clients.WithSecretAsync(client, secret)).Token;
        for (var i = 0; i <= Limit; i++) await clients.WithSecretAsync(client, "wrong");

        Assert.That(await clients.UseAsync(token), Is.EqualTo(200));
    }

    [Test]
    public async Task Requests_that_are_no_requests_count_too()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", $"{Limit}"));
        var clients = new OAuthClients(server);
        var (client, secret) = await clients.CreateWithSecretAsync();
        for (var i = 0; i < Limit; i++) Assert.That((await clients.SendAsync("x=1&x=2")).Status, Is.EqualTo(400));

        Assert.That((await clients.WithSecretAsync(client, secret)).Status, Is.EqualTo(429));
    }

    [Test]
    public async Task A_client_that_asks_for_tokens_all_the_time_waits_as_one_that_sends_too_much_does()
    {
        await using var server = await ScimServer.StartAsync(("Scim:RequestsPerSecond", "1"));
        var clients = new OAuthClients(server);
        var (client, secret) = await clients.CreateWithSecretAsync();
        var answers = new List<TokenAnswer>();
        for (var i = 0; i < 30; i++) answers.Add(await clients.WithSecretAsync(client, secret));

        Assert.That(answers.Select(x => x.Status), Has.Some.EqualTo(200).And.Some.EqualTo(429).And.All.AnyOf(200, 429));
        Assert.That(answers.First(x => x.Status == 429).Answer.Headers.Keys, Does.Contain("Retry-After"));
        Assert.That((await clients.WithSecretAsync((await clients.CreateWithSecretAsync()).Client, secret)).Status, Is.EqualTo(401), "others are not held up");
    }
}
