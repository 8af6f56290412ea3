using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Scim.Storage.Clients;

namespace Scim.Tests.Api.OAuth;

/// <summary>Whatever a client shows who it is with can be exchanged while it goes on asking, and no request of it fails.</summary>
public class RotationTests
{
    private const string Tid = "6f6f8a3e-7a62-4d0b-8a7a-0d1f6f0f5a01";

    private OpenIdProvider _provider = null!;
    private ScimServer _server = null!;
    private ScimServer _replica = null!;
    private OAuthClients _clients = null!;
    private OAuthClients _elsewhere = null!;
    private Client _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        _server = await ScimServer.StartAsync(("Scim:EntraTenants:default", Tid), ("Scim:EntraAuthority", _provider.Root));
        _replica = await _server.AnotherAsync(("Scim:PublicUrl", _server.Root.ToString()), ("Scim:EntraTenants:default", Tid), ("Scim:EntraAuthority", _provider.Root));
        (_clients, _elsewhere) = (new OAuthClients(_server), new OAuthClients(_replica));
        _client = await _clients.CreateAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _replica.DisposeAsync();
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Test]
    public async Task Secrets_are_exchanged_without_a_failure()
    {
        var (old, current) = await _clients.AddSecretAsync(_client);
        await UnderLoadAsync(x => AskAsync(x.WithSecretAsync(_client, Volatile.Read(ref current))), async enough =>
        {
            for (var i = 0; i < 3; i++)
            {
                var (credential, secret) = await _clients.AddSecretAsync(_client);
                Volatile.Write(ref current, secret);
                await enough();
                await _clients.Store.RevokeCredentialAsync(_client.Id, old.Id, CancellationToken.None);
                old = credential;
                await enough();
            }
        });
    }

    [Test]
    public async Task Private_keys_are_exchanged_without_a_failure()
    {
        var keys = Enumerable.Range(0, 4).Select(_ => new SigningKey()).ToList();
        var (current, old) = (0, await _clients.AddKeyAsync(_client, keys[0]));
        await UnderLoadAsync(x => AskAsync(x.WithAssertionAsync(keys[Volatile.Read(ref current)].Sign(_clients.Claims(_client)))), async enough =>
        {
            for (var i = 1; i < keys.Count; i++)
            {
                var credential = await _clients.AddKeyAsync(_client, keys[i]);
                Volatile.Write(ref current, i);
                await enough();
                await _clients.Store.RevokeCredentialAsync(_client.Id, old.Id, CancellationToken.None);
                old = credential;
                await enough();
            }
        });
        keys.ForEach(x => x.Dispose());
    }

    // The worst that a provider can do: it signs with a key at once that it has never shown, and takes the old one away.
    [Test]
    public async Task A_provider_exchanges_its_keys_without_a_failure([Values] bool keepsOld)
    {
        await _clients.Store.AddFederatedAsync(_client.Id, $"{_provider.Root}/x", "s", "a", CancellationToken.None);
        await UnderLoadAsync(x => AskWithAsync(key => AskAsync(x.WithAssertionAsync(key.Sign(Assertion()), _client))), async enough =>
        {
            await enough();
            _provider.Rotate(keepsOld);
            await enough();
        });
    }

    [Test]
    public async Task Entra_exchanges_its_keys_without_a_failure([Values] bool keepsOld) =>
        await UnderLoadAsync(x => AskWithAsync(async key => await x.UseAsync(key.Sign(EntraToken()))), async enough =>
        {
            await enough();
            _provider.Rotate(keepsOld);
            await enough();
            _provider.IsAway = true;
            await enough();
        });

    private JsonObject Assertion() => new() { ["iss"] = $"{_provider.Root}/x", ["sub"] = "s", ["aud"] = "a", ["exp"] = OAuthClients.Seconds(60), ["jti"] = Guid.NewGuid().ToString() };

    private JsonObject EntraToken() => new()
    {
        ["iss"] = $"{_provider.Root}/{Tid}",
        ["aud"] = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621",
        ["appid"] = "00000014-0000-0000-c000-000000000000",
        ["tid"] = Tid,
        ["exp"] = OAuthClients.Seconds(60),
    };

    private static async Task<int> AskAsync(Task<TokenAnswer> send) => (await send).Status;

    /// <summary>Asks with the provider's key. Whose key it took away while the question was under way may be put off: to ask again is enough.</summary>
    private async Task<int> AskWithAsync(Func<SigningKey, Task<int>> ask)
    {
        var key = _provider.Key;
        var status = await ask(key);
        return status == 503 && key != _provider.Key ? await AskWithAsync(ask) : status;
    }

    /// <summary>Four callers of two replicas ask without a pause while something else goes on, which may wait for each to have been answered ten times more.</summary>
    private async Task UnderLoadAsync(Func<OAuthClients, Task<int>> ask, Func<Func<Task>, Task> change)
    {
        using var stop = new CancellationTokenSource();
        var counts = new int[4];
        var statuses = new ConcurrentDictionary<int, int>();
        var callers = Enumerable.Range(0, counts.Length).Select(i => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var status = await ask(i % 2 == 0 ? _clients : _elsewhere);
                statuses.AddOrUpdate(status, 1, (_, x) => x + 1);
                Interlocked.Increment(ref counts[i]);
            }
        })).ToList();
        try
        {
            await change(async () =>
            {
                var before = counts.ToArray();
                while (!Enumerable.Range(0, counts.Length).All(i => Volatile.Read(ref counts[i]) >= before[i] + 10))
                {
                    if (callers.Find(x => x.IsFaulted) is { } failed) await failed;
                    await Task.Delay(10);
                }
            });
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(callers);
        }

        Assert.That(statuses.Keys, Is.EqualTo((int[])[200]), string.Join(", ", statuses.Select(x => $"{x.Value} x {x.Key}")));
    }
}
