using System.Diagnostics.Metrics;

namespace Scim.Storage.Telemetry;

/// <summary>The service's own meter: where something happens, it is counted under this name. docs/telemetry.md lists the instruments.</summary>
public static class ScimMeter
{
    public const string Name = "Scim";

    public static Meter Shared { get; } = new(Name);

    /// <param name="name">The instrument, as in <c>scim.server.request.duration</c>; it is in seconds.</param>
    /// <param name="description">One sentence without a full stop.</param>
    /// <param name="boundaries">Of the buckets, in seconds.</param>
    public static Histogram<double> Duration(string name, string description, params double[] boundaries) =>
        Shared.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
}
