using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Storage;

namespace Scim.Tests.Grafana.Client;

/// <summary>The connector's parts, for what of them needs no database.</summary>
internal static class ConnectorServices
{
    /// <param name="options">The settings.</param>
    /// <param name="clock">Null for the real time.</param>
    /// <param name="handler">Answers in Grafana's place; null for none.</param>
    public static ServiceProvider Build(GrafanaOptions options, TimeProvider? clock = null, HttpMessageHandler? handler = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(Options.Create(options))
            .AddSingleton(new ScimDatabase("Host=unused"))
            .AddSingleton(clock ?? TimeProvider.System)
            .AddGrafana();
        if (handler is not null) services.AddHttpClient<GrafanaHttp>().ConfigurePrimaryHttpMessageHandler(() => handler);
        return services.BuildServiceProvider();
    }
}
