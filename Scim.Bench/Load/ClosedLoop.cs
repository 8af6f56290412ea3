using System.Diagnostics;
using HdrHistogram;

namespace Scim.Bench.Load;

/// <summary>So many clients, each of which sends its next request when the one before is answered.</summary>
internal static class ClosedLoop
{
    /// <param name="atOnce">Clients.</param>
    /// <param name="duration">Time after which no new call begins.</param>
    /// <param name="call">One call. What it throws ends the run.</param>
    public static Task<LoadResult> RunAsync(int atOnce, TimeSpan duration, Func<int, Task> call)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return RunAsync(atOnce, _ => Stopwatch.GetTimestamp() < end, call);
    }

    /// <param name="atOnce">Clients.</param>
    /// <param name="count">Calls in all, numbered from 0.</param>
    /// <param name="call">One call.</param>
    public static Task<LoadResult> RunAsync(int atOnce, int count, Func<int, Task> call) => RunAsync(atOnce, number => number < count, call);

    private static async Task<LoadResult> RunAsync(int atOnce, Func<int, bool> goesOn, Func<int, Task> call)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(ClientAsync)));
        var elapsed = Stopwatch.GetElapsedTime(began);

        var all = New();
        foreach (var latency in latencies) all.Add(latency);
        return new LoadResult(all, elapsed);

        async Task<LongHistogram> ClientAsync()
        {
            var histogram = New();
            for (int number; goesOn(number = Interlocked.Increment(ref next));)
            {
                var sent = Stopwatch.GetTimestamp();
                await call(number);
                histogram.RecordValue(Math.Min(LoadResult.MaxMicroseconds, (long)Stopwatch.GetElapsedTime(sent).TotalMicroseconds));
            }

            return histogram;
        }
    }

    private static LongHistogram New() => new(1, LoadResult.MaxMicroseconds, 3);
}
