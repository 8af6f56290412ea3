using System.Text.Json.Nodes;
using Scim.Api.Selftest;

namespace Scim.Tests.Api.Selftest;

/// <summary>A run of the selftest within this process, and what it printed.</summary>
internal sealed record Trial(int ExitCode, string Output, string Error)
{
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    public IEnumerable<JsonObject> Steps => Json["steps"]!.AsArray().Select(x => x!.AsObject());

    public IEnumerable<string> Left => Json["left"]!.AsArray().Select(x => x!.GetValue<string>());

    /// <summary>Name and finding of the steps that failed.</summary>
    public Dictionary<string, string> Failed => Of("failed");

    public Dictionary<string, string> Skipped => Of("skipped");

    /// <summary>Runs it, and holds that the token is nowhere in what it prints.</summary>
    public static async Task<Trial> RunAsync(Uri url, string token, Func<SelftestOptions, SelftestOptions>? change = null, CancellationToken cancellationToken = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var options = new SelftestOptions(url, token) { AsJson = true, Dialect = "legacy" };
        var exitCode = await SelftestRun.RunAsync(change?.Invoke(options) ?? options, output, error, cancellationToken);
        var trial = new Trial(exitCode, output.ToString(), error.ToString());
        Assert.That(trial.Output + trial.Error, Does.Not.Contain(token));
        return trial;
    }

    private Dictionary<string, string> Of(string result) => Steps
        .Where(x => x["result"]!.GetValue<string>() == result)
        .GroupBy(x => x["name"]!.GetValue<string>())
        .ToDictionary(x => x.Key, x => x.First()["found"]!.GetValue<string>());
}
