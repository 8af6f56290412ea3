namespace Scim.Api.Selftest.Reports;

/// <summary>A line for each step as it ends, then what was said in those that failed.</summary>
internal sealed class TextReport : Report
{
    private readonly TextWriter _output;
    private string _section = "";

    public TextReport(SelftestOptions options, string run, TextWriter output)
    {
        _output = output;
        Line($"What Entra says to {options.Url.AbsoluteUri}");
        Line($"Everything that is made here bears {run} in its name.\n");
        Line(Row("RESULT", "DIALECT", "FOR ENTRA", "STEP"));
    }

    public override void Add(StepResult result)
    {
        base.Add(result);
        var step = result.Step;
        if (step.Section != _section) Line($"\n{_section = step.Section}");

        var reason = result.Outcome == Outcome.Skipped ? $" ({result.Found})" : "";
        Line(Row(Word(result.Outcome), step.Dialect?.Name ?? "both", step.IsRecommended ? "recommended" : "required", step.Name + reason));
    }

    public override void End(IReadOnlyList<string> left, bool isStopped)
    {
        var number = 0;
        foreach (var result in Results.Where(x => x.Outcome == Outcome.Failed))
            Line($"\n{new string('-', 80)}\n{FailureText.Of(++number, result)}");

        Line("");
        if (isStopped) Line("Stopped before the end.");
        Line($"{Tally.Of(Results)}.");
        if (left.Count == 0) Line("Everything that was made is deleted again.");
        else Line($"Could not be deleted; please do it by hand:\n  {string.Join("\n  ", left)}");
    }

    private void Line(string text)
    {
        _output.WriteLine(FailureText.Printable(text));
        _output.Flush();
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "ok",
        Outcome.Failed => "FAILED",
        _ => "skipped",
    };

    private static string Row(string result, string dialect, string need, string step) => $"{result,-8} {dialect,-10} {need,-12} {step}";
}
