using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Grafana;

namespace Scim.Api.Commands;

/// <summary>The connector's parts for a command that runs beside the service, or without it.</summary>
internal sealed class GrafanaRun : IAsyncDisposable
{
    private readonly DatabaseSource _source;
    private readonly ServiceProvider _services;

    private GrafanaRun(DatabaseSource source, ServiceProvider services, IReadOnlyList<string> tenants)
    {
        _source = source;
        _services = services;
        Tenants = tenants;
    }

    public IServiceProvider Services => _services;

    public IReadOnlyList<string> Tenants { get; }

    /// <param name="tenant">Null for all that are configured.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="OptionsValidationException">A setting cannot be used, or no Grafana is configured.</exception>
    public static async Task<GrafanaRun> OpenAsync(string? tenant, CancellationToken cancellationToken)
    {
        var configuration = CommandHost.CreateBuilder().Configuration;
        var options = CommandHost.ReadGrafanaOptions(configuration);
        if (!options.IsEnabled) throw Wrong("No Grafana is configured. Set Grafana__Url, Grafana__AdminUser and Grafana__AdminPassword.");

        string[] known = [GrafanaOptions.DefaultTenant, .. options.Tenants.Keys];
        if (tenant is not null && !known.Contains(tenant)) throw Wrong($"Tenant {tenant} is not brought to Grafana. Configured are: {string.Join(", ", known)}.");

        var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
        var services = new ServiceCollection()
            .AddLogging(x => x.AddConsole(y => y.LogToStandardErrorThreshold = LogLevel.Trace).AddFilter("Polly", LogLevel.None).SetMinimumLevel(LogLevel.Error))
            .AddSingleton(source.Database)
            .AddSingleton(Options.Create(options))
            .AddGrafana()
            .BuildServiceProvider();
        return new GrafanaRun(source, services, tenant is null ? known : [tenant]);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static OptionsValidationException Wrong(string message) => new(GrafanaOptions.Section, typeof(GrafanaOptions), [message]);
}
