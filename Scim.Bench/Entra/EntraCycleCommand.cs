using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Scim.Bench.Load;
using Scim.Bench.Reporting;

namespace Scim.Bench.Entra;

/// <summary><c>entra-cycle</c>: Entra's initial and incremental cycles against any SCIM server.</summary>
internal static class EntraCycleCommand
{
    public static Command Create()
    {
        var url = new Option<Uri>("--url") { Description = "Base address of the server, as in http://localhost:8080/scim.", Required = true, CustomParser = Address };
        var token = new Option<string>("--token") { Description = "Its bearer token; without it, that of the variable SCIM_TOKEN.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SCIM_TOKEN") ?? "" };
        var users = new Option<int>("--users") { Description = "Users.", DefaultValueFactory = _ => 1_000 };
        var groups = new Option<int>("--groups") { Description = "Groups.", DefaultValueFactory = _ => 20 };
        var members = new Option<int>("--members") { Description = "Members of each group.", DefaultValueFactory = _ => 50 };
        var atOnce = new Option<int>("--at-once") { Description = "Requests in flight.", DefaultValueFactory = _ => 8 };
        var prefix = new Option<string>("--prefix") { Description = "In front of all names, so that runs do not meet.", DefaultValueFactory = _ => $"{DateTime.UtcNow:HHmmss}-" };
        var output = new Option<FileInfo?>("--out") { Description = "Where to write the result as Markdown." };
        var command = new Command("entra-cycle", "Says to a SCIM server what Entra says, and measures the answers. What it creates stays, but for the users that it deletes.")
        {
            url, token, users, groups, members, atOnce, prefix, output,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var target = new Target(parsed.GetRequiredValue(url), parsed.GetRequiredValue(token));
            var (u, g, m, k) = (parsed.GetValue(users), parsed.GetValue(groups), parsed.GetValue(members), parsed.GetValue(atOnce));
            var cycle = new EntraCycle(target, u, g, m, k, parsed.GetRequiredValue(prefix));
            var steps = await cycle.RunAsync();

            var report = new Report("Entra's cycle", $"entra-cycle --users {u} --groups {g} --members {m} --at-once {k} --url URL", null);
            report.Add(["step", "times", "a second", "ms at p50", "p95", "p99"], steps.Select(x => (string[])[x.Step, x.Result.Count.ToString(CultureInfo.InvariantCulture), x.Result.Rate.Round(), .. new[] { 50.0, 95, 99 }.Select(p => x.Result.Percentile(p).Fixed())]));
            report.Add($"All of it: {cycle.Elapsed.TotalSeconds.Fixed(1)} s.");
            await report.FinishAsync(parsed.GetValue(output));
        });
        return command;
    }

    private static Uri? Address(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")) return url;

        result.AddError($"\"{result.Tokens[0].Value}\" is no address; write one like http://localhost:8080/scim.");
        return null;
    }
}
