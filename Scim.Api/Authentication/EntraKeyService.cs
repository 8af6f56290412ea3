namespace Scim.Api.Authentication;

/// <summary>Fetches the keys of configured Entra tenants ahead of the first token, as long as it takes. The service starts meanwhile.</summary>
public sealed class EntraKeyService(EntraTenants tenants, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(15);

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
