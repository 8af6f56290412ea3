using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Scim.Storage.Telemetry;

/// <summary>How long it takes to make SQL of a filter's text: to parse it, to bind it to the schema, and to compile it.</summary>
public static class FilterMetrics
{
    private const string Outcome = "scim.outcome";

    private static readonly Histogram<double> Duration = ScimMeter.Duration(
        "scim.filter.compile.duration",
        "Time to parse a filter, to bind it to the schema and to compile it to SQL",
        0.000_002, 0.000_005, 0.000_01, 0.000_02, 0.000_05, 0.000_1, 0.000_2, 0.000_5, 0.001, 0.01, 0.1, 0.5, 1);

    /// <param name="spent">On parsing and binding.</param>
    /// <param name="since">When compiling began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void Compiled(TimeSpan spent, long since) => Record(spent + Stopwatch.GetElapsedTime(since), "compiled");

    /// <param name="since">When parsing began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void Invalid(long since) => Record(Stopwatch.GetElapsedTime(since), "invalid");

    private static void Record(TimeSpan time, string outcome) => Duration.Record(time.TotalSeconds, new KeyValuePair<string, object?>(Outcome, outcome));
}
