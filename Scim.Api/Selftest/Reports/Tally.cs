namespace Scim.Api.Selftest.Reports;

/// <summary>How many passed, failed and were skipped.</summary>
internal sealed record Tally(int Passed, int Failed, int FailedRequired, int Skipped)
{
    public static Tally Of(IReadOnlyCollection<StepResult> results) => new(
        results.Count(x => x.Outcome == Outcome.Passed),
        results.Count(x => x.Outcome == Outcome.Failed),
        results.Count(x => x.Outcome == Outcome.Failed && !x.Step.IsRecommended),
        results.Count(x => x.Outcome == Outcome.Skipped));

    public override string ToString() =>
        $"{Passed} passed, {Failed} failed{(Failed > 0 ? $" ({FailedRequired} of them required by Entra)" : "")}, {Skipped} skipped";
}
