namespace Scim.Api.Selftest;

internal enum Outcome
{
    Passed,
    Failed,
    Skipped,
}

/// <param name="Step">What was tried.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Found">Why it failed or was skipped.</param>
/// <param name="Exchanges">All that was said; of a step that failed, the last is what was not as expected.</param>
internal sealed record StepResult(Step Step, Outcome Outcome, string? Found, IReadOnlyList<Exchange> Exchanges)
{
    /// <summary>The last request, and before a reading one the change that it looks for.</summary>
    public IEnumerable<Exchange> Telling => Exchanges is [.., { Method: not "GET" } change, { Method: "GET" } reading] ? [change, reading] : Exchanges.TakeLast(1);
}
