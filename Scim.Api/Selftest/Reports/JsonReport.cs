using System.Text.Json;

namespace Scim.Api.Selftest.Reports;

/// <summary>One JSON object, at the end.</summary>
internal sealed class JsonReport(SelftestOptions options, string run, TextWriter output) : Report
{
    public override void End(IReadOnlyList<string> left, bool isStopped)
    {
        var tally = Tally.Of(Results);
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                Url = options.Url.AbsoluteUri,
                Run = run,
                tally.Passed,
                tally.Failed,
                tally.FailedRequired,
                tally.Skipped,
                IsStopped = isStopped,
                Left = left,
                Steps = Results.Select(Of),
            },
            Json.Indented));
    }

    private static object Of(StepResult result) => new
    {
        result.Step.Section,
        result.Step.Name,
        Dialect = result.Step.Dialect?.Name,
        IsRequired = !result.Step.IsRecommended,
        Result = JsonNamingPolicy.CamelCase.ConvertName(result.Outcome.ToString()),
        result.Found,
        result.Step.Sends,
        result.Step.Expects,
        result.Step.Why,
        Exchanges = result.Outcome == Outcome.Failed ? result.Exchanges : [],
    };
}
