namespace Scim.Api.Selftest.Reports;

internal abstract class Report
{
    private readonly List<StepResult> _results = [];

    public IReadOnlyList<StepResult> Results => _results;

    public bool HasFailures => _results.Any(x => x.Outcome == Outcome.Failed);

    public virtual void Add(StepResult result) => _results.Add(result);

    /// <param name="left">What could not be deleted.</param>
    /// <param name="isStopped">Before the last step.</param>
    public abstract void End(IReadOnlyList<string> left, bool isStopped);
}
