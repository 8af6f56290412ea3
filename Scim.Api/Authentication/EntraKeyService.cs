using Scim.Storage.Tenants;

namespace Scim.Api.Authentication;

/// <summary>
/// Makes the tenants that the configuration names, and fetches the keys of their Entra tenants ahead of the first token, as long as it takes. The
/// service starts meanwhile.
/// </summary>
public sealed class EntraKeyService(EntraTenants tenants, TenantStore store, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(15);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var name in tenants.Names) await store.CreateAsync(name, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(tenants.Ids.Select(x => WarmAsync(x, stoppingToken)));
    }

    private async Task WarmAsync(string id, CancellationToken stoppingToken)
    {
        while (!await tenants.ProviderOf(id).WarmAsync(stoppingToken)) await Task.Delay(BetweenTries, clock, stoppingToken);
    }
}
