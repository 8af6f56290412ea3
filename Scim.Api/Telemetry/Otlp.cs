using Microsoft.Extensions.Options;

namespace Scim.Api.Telemetry;

/// <summary>What is exported by OTLP, as the variables of the OpenTelemetry specification say. The exporter reads the rest of them itself.</summary>
internal sealed class Otlp(IConfiguration configuration)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The exporter would leave out in silence what it cannot use.</summary>
    /// <exception cref="OptionsValidationException">An endpoint is no address.</exception>
    public void Require()
    {
        var failures = new[] { Endpoint, Of("METRICS"), Of("TRACES"), Of("LOGS") }
            .Where(x => Has(x) && !(Uri.TryCreate(configuration[x], UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0))
            .Select(x => $"{x} is \"{configuration[x]}\"; set an address like http://collector:4317, or leave it out.")
            .ToList();
        if (failures.Count > 0) throw new OptionsValidationException(Endpoint, typeof(Otlp), failures);
    }

    public bool Metrics => Exports("METRICS");

    public bool Traces => Exports("TRACES");

    public bool Logs => Exports("LOGS");

    /// <summary>Off where no endpoint is set, for all signals or for this one, or where the signal's exporter is <c>none</c>.</summary>
    private bool Exports(string signal) =>
        (Has(Endpoint) || Has(Of(signal)))
        && !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);

    private static string Of(string signal) => $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";

    private bool Has(string name) => !string.IsNullOrWhiteSpace(configuration[name]);
}
