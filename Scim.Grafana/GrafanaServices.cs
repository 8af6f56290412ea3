using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Scim.Grafana.Client;
using Scim.Grafana.Comparing;
using Scim.Grafana.Reconciling;
using Scim.Grafana.Reporting;
using Scim.Storage.Grafana;
using Scim.Storage.Logging;

namespace Scim.Grafana;

public static class GrafanaServices
{
    /// <summary>The connector's parts. <see cref="GrafanaOptions"/> and the database must be registered, and Grafana's address be set.</summary>
    public static IServiceCollection AddGrafana(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(x => x.GetRequiredService<IOptions<GrafanaOptions>>().Value);
        services.AddSingleton<DueList>();
        services.AddSingleton<GrafanaLinks>();
        services.AddSingleton<DesiredState>();
        services.AddSingleton<ConnectedTenants>();
        services.TryAddSingleton<ProvisioningLog>();

        AddClient<GrafanaHttp>(services, Timeout.InfiniteTimeSpan /* each attempt has its own */).AddGrafanaResilience();

        // Somebody waits for the answer, so nothing is tried again.
        AddClient<PresentedTokens>(services, PresentedTokens.Timeout);

        services.AddSingleton<GrafanaTenants>();
        services.AddSingleton<AccessCheck>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<Brake>();
        services.AddSingleton<GrafanaLog>();
        services.AddSingleton<GrafanaMetrics>();
        services.AddSingleton<UserReconciler>();
        services.AddSingleton<TeamReconciler>();
        services.AddSingleton<UserWork>();
        services.AddSingleton<TeamWork>();
        services.AddSingleton<DueLoop>();
        services.AddSingleton<TenantComparer>();
        services.AddSingleton<FullPass>();
        services.AddSingleton<GrafanaConnector>();
        services.AddSingleton<GrafanaPlan>();
        services.AddSingleton<SettingsCheck>();
        return services;
    }

    private static IHttpClientBuilder AddClient<T>(IServiceCollection services, TimeSpan timeout)
        where T : class => services
        .AddHttpClient<T>((provider, client) =>
        {
            client.BaseAddress = WithSlash(provider.GetRequiredService<GrafanaOptions>().Url!);
            client.Timeout = timeout;
            client.DefaultRequestHeaders.UserAgent.ParseAdd("scim");
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // a redirect would lose the body, or take the credential elsewhere
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a change in DNS is seen
        })
        .RemoveAllLoggers(); // addresses hold the e-mails of people

    private static Uri WithSlash(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
}
