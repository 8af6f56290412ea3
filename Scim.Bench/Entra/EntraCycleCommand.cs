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
        var urls = new Option<Uri[]>("--url") { Description = "Base address of a server, as in http://localhost:8080/scim; several are asked one after another.", Required = true, AllowMultipleArgumentsPerToken = true, CustomParser = Addresses };
        var tokens = new Option<string[]>("--token") { Description = "Their bearer tokens, in the same order; without one, that of the variable SCIM_TOKEN.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var names = new Option<string[]>("--name") { Description = "What the result calls them, in the same order; without one, their addresses.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var users = new Option<int>("--users") { Description = "Users.", DefaultValueFactory = _ => 1_000 };
        var groups = new Option<int>("--groups") { Description = "Groups.", DefaultValueFactory = _ => 20 };
        var members = new Option<int>("--members") { Description = "Members of each group.", DefaultValueFactory = _ => 50 };
        var atOnce = new Option<int>("--at-once") { Description = "Requests in flight.", DefaultValueFactory = _ => 8 };
        var prefix = new Option<string>("--prefix") { Description = "In front of all names, so that runs do not meet.", DefaultValueFactory = _ => $"{DateTime.UtcNow:HHmmss}-" };
        var output = Report.Output();
        var command = new Command("entra-cycle", "Says to a SCIM server what Entra says, and measures the answers. What it creates stays, but for the users that it deletes.")
        {
            urls, tokens, names, users, groups, members, atOnce, prefix, output,
        };
        command.SetAction(async (parsed, _) =>
        {
            var (u, g, m, k) = (parsed.GetValue(users), parsed.GetValue(groups), parsed.GetValue(members), parsed.GetValue(atOnce));
            var ran = new List<(string Name, EntraCycle Cycle, string Fault)>();
            foreach (var (i, url) in parsed.GetRequiredValue(urls).Index())
            {
                var token = parsed.GetRequiredValue(tokens).ElementAtOrDefault(i) ?? Environment.GetEnvironmentVariable("SCIM_TOKEN") ?? "";
                var name = parsed.GetRequiredValue(names).ElementAtOrDefault(i) ?? url.ToString();
                Console.Error.WriteLine(name);
                using var target = new Target(url, token);
                var cycle = new EntraCycle(target, u, g, m, k, parsed.GetRequiredValue(prefix));
                ran.Add((name, cycle, await TryAsync(cycle)));
            }

            var report = new Report("Entra's cycle", $"entra-cycle --users {u} --groups {g} --members {m} --at-once {k} --url URL…", null);
            report.Add("Of each step how many were done in a second, and milliseconds at the 50th and the 99th percentile.");
            report.Add(["step", "times", .. ran.Select(x => x.Name)], Rows(ran));
            foreach (var (name, _, fault) in ran.Where(x => x.Fault.Length > 0)) report.Add($"{name} got no further: {fault}");
            await report.FinishAsync(parsed.GetValue(output));
        });
        return command;
    }

    /// <returns>Why it did not come to the end; else nothing.</returns>
    private static async Task<string> TryAsync(EntraCycle cycle)
    {
        try
        {
            await cycle.RunAsync();
            return "";
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string[]> Rows(List<(string Name, EntraCycle Cycle, string Fault)> ran)
    {
        foreach (var (i, (step, result)) in ran.MaxBy(x => x.Cycle.Steps.Count).Cycle.Steps.Index())
            yield return [step, result.Count.ToString(CultureInfo.InvariantCulture), .. ran.Select(x => x.Cycle.Steps.Count > i ? Show(x.Cycle.Steps[i].Result) : "")];
        yield return ["all of it", "", .. ran.Select(x => x.Fault.Length > 0 ? "" : $"{x.Cycle.Steps.Sum(step => step.Result.Elapsed.TotalSeconds).Fixed(1)} s")];
    }

    private static string Show(LoadResult result) => $"{result.Rate.Round()}; {result.Percentile(50).Fixed()}, {result.Percentile(99).Fixed()}";

    private static Uri[]? Addresses(ArgumentResult result)
    {
        var urls = new List<Uri>();
        foreach (var token in result.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")) urls.Add(url);
            else result.AddError($"\"{token.Value}\" is no address; write one like http://localhost:8080/scim.");
        }

        return [.. urls];
    }
}
