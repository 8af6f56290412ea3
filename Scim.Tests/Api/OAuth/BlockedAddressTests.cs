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
}
