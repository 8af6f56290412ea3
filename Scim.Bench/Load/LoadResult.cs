using HdrHistogram;

namespace Scim.Bench.Load;

/// <summary>What a run of calls took.</summary>
internal sealed class LoadResult(LongHistogram latencies, TimeSpan elapsed)
{
    /// <summary>Ten minutes: the longest latency that is told apart.</summary>
    public const long MaxMicroseconds = 600_000_000;

    public long Count => latencies.TotalCount;

    public TimeSpan Elapsed => elapsed;

    /// <summary>Calls a second.</summary>
    public double Rate => Count / elapsed.TotalSeconds;

    /// <summary>Milliseconds below which that part of the calls, in percent, was answered.</summary>
    public double Percentile(double percent) => latencies.GetValueAtPercentile(percent) / 1_000.0;
}
