namespace Scim.Api.Telemetry;

/// <summary>What is exported by OTLP, as the variables of the OpenTelemetry specification say. The exporter reads the rest of them itself.</summary>
internal sealed class Otlp(IConfiguration configuration)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public bool Metrics => Exports("METRICS");

    public bool Traces => Exports("TRACES");

    public bool Logs => Exports("LOGS");

    /// <summary>Off where no endpoint is set, for all signals or for this one, or where the signal's exporter is <c>none</c>.</summary>
    private bool Exports(string signal) =>
        (Has(Endpoint) || Has($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"))
        && !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);

    private bool Has(string name) => !string.IsNullOrWhiteSpace(configuration[name]);
}
