using Microsoft.Extensions.DependencyInjection;
using Scim.Api.Authentication;
using Scim.Doubles;
using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Tests.Grafana;
using Scim.Tests.Grafana.Client;

namespace Scim.Tests.Api.GrafanaTokens;

/// <summary>A Grafana, and what asks it about tokens, with a time that passes when a test says so.</summary>
internal sealed class AskedGrafana : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private AskedGrafana(TestGrafana grafana, ManualClock clock, Action<GrafanaOptions>? change)
    {
        Grafana = grafana;
        Clock = clock;
        var options = new GrafanaOptions { Url = grafana.Url, AdminUser = TestGrafana.AdminUser, AdminPassword = TestGrafana.AdminPassword };
        change?.Invoke(options);
        _services = ConnectorServices.Build(options, clock);
        Verifier = new GrafanaTokenVerifier(_services.GetRequiredService<PresentedTokens>(), options, clock);
    }

    public TestGrafana Grafana { get; }

    public GrafanaDouble Double => Grafana.Double;

    public ManualClock Clock { get; }

    public GrafanaTokenVerifier Verifier { get; }

    /// <summary>How often Grafana was asked who somebody is.</summary>
    public int Questions => Double.Calls.Count(x => x.Path == "/api/user");

    public static async Task<AskedGrafana> StartAsync(Action<GrafanaOptions>? change = null)
    {
        var clock = new ManualClock();
        return new AskedGrafana(await TestGrafana.StartAsync(new GrafanaDoubleOptions { Clock = clock }), clock, change);
    }

    public async Task<(long Account, long Id, string Key)> NewTokenAsync(string role = "Admin", int secondsToLive = 0)
    {
        var account = await Grafana.NewServiceAccountAsync(role);
        var (id, key) = await Grafana.NewTokenAsync(account, secondsToLive);
        return (account, id, key);
    }

    public async Task<Verdict> VerifyAsync(string token) => await Verifier.VerifyAsync(new PresentedSecret(token), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Verifier.Dispose();
        await _services.DisposeAsync();
        await Grafana.DisposeAsync();
    }
}
