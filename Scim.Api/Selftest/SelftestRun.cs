using Scim.Api.Selftest.Reports;
using Scim.Api.Selftest.Steps;

namespace Scim.Api.Selftest;

/// <summary>Says to a server what Entra says, one step after the other, and deletes what it made.</summary>
public static class SelftestRun
{
    /// <summary>The exit code when no step could be run.</summary>
    public const int NotRun = 2;

    // A server that has gone away must not be waited for at every step.
    private const int MostSilences = 2;

    /// <returns>0 when every step passed, 1 when one failed, 2 when none could be run.</returns>
    /// <exception cref="OperationCanceledException">It was stopped, and has deleted what it made.</exception>
    public static async Task<int> RunAsync(SelftestOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        using var wire = new Wire(options);
        var run = Guid.NewGuid().ToString("N")[..12];
        var traces = new Traces(wire, run);
        try
        {
            await Preflight.CheckAsync(wire, options, cancellationToken);
        }
        catch (NotRunException e)
        {
            await error.WriteLineAsync(e.Message);
            return NotRun;
        }

        Report report = options.AsJson ? new JsonReport(options, run, output) : new TextReport(options, run, output);
        try
        {
            var discovery = await Discovery.ReadAsync(wire, cancellationToken);
            var talk = new Talk(wire, traces, run, cancellationToken);
            await RunAsync(AllSteps.Of(options.Dialect), discovery, talk, traces, report, cancellationToken);
        }
        finally
        {
            // Also after Ctrl-C, so that nothing stays; each request has its own limit.
            report.End(await traces.DeleteAllAsync(CancellationToken.None), cancellationToken.IsCancellationRequested);
        }

        return report.HasFailures ? 1 : 0;
    }

    private static async Task RunAsync(
        IEnumerable<Step> steps, Discovery discovery, Talk talk, Traces traces, Report report, CancellationToken cancellationToken)
    {
        string? stopped = null;
        var silences = 0;
        foreach (var step in steps)
        {
            var result = (stopped ?? discovery.WhyNot(step)) is { } reason
                ? new StepResult(step, Outcome.Skipped, reason, [])
                : await RunAsync(step, talk, report.HasFailures, cancellationToken);
            report.Add(result);
            if (stopped is not null || result.Exchanges.Count == 0) continue;

            var isSilent = result.Exchanges[^1].Response is null;
            silences = isSilent ? silences + 1 : 0;
            if (silences == MostSilences) stopped = "the server no longer answers";
            if (!isSilent) await traces.DeleteOfStepAsync(cancellationToken);
        }
    }

    private static async Task<StepResult> RunAsync(Step step, Talk talk, bool isAfterFailure, CancellationToken cancellationToken)
    {
        talk.Begin();
        try
        {
            await step.Run(talk);
            return Result(Outcome.Passed, null);
        }
        catch (StepFailedException e)
        {
            return new StepResult(step, Outcome.Failed, e.Message, [.. talk.Exchanges.TakeWhile(x => x != e.Exchange), e.Exchange]);
        }
        catch (UnpreparedException e)
        {
            // Something has failed already for the same reason; if nothing has, this must not look like success.
            return Result(isAfterFailure ? Outcome.Skipped : Outcome.Failed, e.Message);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Result(Outcome.Failed, $"The answer cannot be read: {e.Message}");
        }

        StepResult Result(Outcome outcome, string? found) => new(step, outcome, found, [.. talk.Exchanges]);
    }
}
