using Scim.Bench.Load;
using Scim.Bench.Processes;
using Scim.Bench.Reporting;

namespace Scim.Bench.Comparing;

/// <summary>Two servers that take turns, so that whatever else the machine does meets both.</summary>
internal sealed record Trial(int Rounds, TimeSpan Duration, int AtOnce)
{
    /// <summary>Of five seconds each: so long the runtime takes to compile what is called most, and to compile it again as it is used.</summary>
    public const int WarmUpRounds = 4;

    private int _next;

    /// <returns>What each did, after turns that are not counted.</returns>
    public async Task<(Outcome First, Outcome Second)> RunAsync((ServerProcess Server, Func<int, Task> Call) first, (ServerProcess Server, Func<int, Task> Call) second)
    {
        var (mine, other) = (new List<Turn>(), new List<Turn>());
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            // What one leaves to be written falls into the turn of the other, so each goes first as often.
            if (round % 2 == 0) mine.Add(await TakeTurnAsync(first.Server, first.Call));
            other.Add(await TakeTurnAsync(second.Server, second.Call));
            if (round % 2 != 0) mine.Add(await TakeTurnAsync(first.Server, first.Call));
        }

        return (Summarize(mine[WarmUpRounds..]), Summarize(other[WarmUpRounds..]));
    }

    // Every call of a trial has a number of its own, so that no two make the same user.
    private async Task<Turn> TakeTurnAsync(ServerProcess server, Func<int, Task> call)
    {
        var before = server.ProcessorTime;
        var result = await ClosedLoop.RunAsync(AtOnce, Duration, _ => call(Interlocked.Increment(ref _next) - 1));
        return new Turn(result, (server.ProcessorTime - before).TotalMicroseconds / result.Count);
    }

    private sealed record Turn(LoadResult Result, double Processor);

    private static Outcome Summarize(IReadOnlyList<Turn> turns) => new(
        turns.Select(x => x.Result.Rate).Median(),
        turns.Select(x => x.Processor).Median(),
        $"{turns.Select(x => x.Result.Percentile(50)).Median().Fixed()}, {turns.Select(x => x.Result.Percentile(99)).Median().Fixed()}");

    /// <param name="Rate">Requests a second.</param>
    /// <param name="Processor">Microseconds of processor time of the server for a request.</param>
    /// <param name="Latency">Milliseconds at the 50th and the 99th percentile.</param>
    internal sealed record Outcome(double Rate, double Processor, string Latency);
}
