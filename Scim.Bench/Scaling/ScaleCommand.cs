using System.CommandLine;
using Scim.Bench.Load;
using Scim.Bench.Processes;
using Scim.Bench.Reporting;
using Scim.Bench.Seeding;

namespace Scim.Bench.Scaling;

/// <summary><c>scale</c>: what each operation costs as resources and members grow.</summary>
internal static class ScaleCommand
{
    public static Command Create()
    {
        var sizes = new Option<int[]>("--users") { Description = "Users, one run for each number.", DefaultValueFactory = _ => [1_000, 10_000, 100_000, 1_000_000], AllowMultipleArgumentsPerToken = true };
        var calls = new Option<int>("--calls") { Description = "Calls of each operation, from one client.", DefaultValueFactory = _ => 500 };
        var output = Report.Output("; two plots go beside it as .svg");
        var command = new Command("scale", "Measures every operation at several sizes of the tenant, and group operations at several sizes of the group.") { sizes, calls, output };
        command.SetAction(async (parsed, _) =>
        {
            var (asked, count) = (parsed.GetRequiredValue(sizes), parsed.GetValue(calls));
            var byUsers = new Dictionary<string, List<(int Size, LoadResult Result)>>();
            var byMembers = new Dictionary<string, List<(int Size, LoadResult Result)>>();
            var description = "";
            foreach (var users in asked)
            {
                await using var database = await Database.OpenAsync(null);
                description = database.Description;
                await SeedCommand.RunAsync(database.ConnectionString, new SeedPlan(users, Math.Max(10, users / 1_000)));
                await using var service = await ServerProcess.StartServiceAsync(database.ConnectionString);
                using var target = new Target(new Uri(service.Root, "scim"), ServerProcess.Token);
                var operations = new Operations(target, users);
                foreach (var operation in operations.OfResources()) await MeasureAsync(byUsers, operation, users);
                if (users < asked.Max()) continue;

                foreach (var members in (int[])[10, 100, 1_000, 10_000, 100_000])
                {
                    if (members > users / 2) continue;
                    foreach (var operation in operations.OfGroups(members)) await MeasureAsync(byMembers, operation, members);
                }
            }

            var report = new Report("Cost as the work grows", $"scale --users {string.Join(' ', asked)} --calls {count}", description);
            report.Add($"Milliseconds at the 50th and the 99th percentile of {count} calls, one client, one after another.");
            foreach (var (title, results) in ((string, Dictionary<string, List<(int, LoadResult)>>)[])[("By users in the tenant", byUsers), ($"By members of the group, among {asked.Max()} users", byMembers)])
            {
                report.Add($"## {title}");
                var columns = results.Values.SelectMany(x => x).Select(x => x.Item1).Distinct().Order().ToList();
                report.Add(["", .. columns.Select(x => ((double)x).Round())], results.Select(x => (string[])[x.Key, .. columns.Select(size => Show(x.Value, size))]));
            }

            report.Add(Bars.Of(byUsers, byMembers));
            if (parsed.GetValue(output) is { } file)
            {
                foreach (var (part, size, results) in ((string, string, Dictionary<string, List<(int, LoadResult)>>)[])[("users", "users in the tenant", byUsers), ("members", "members of the group", byMembers)])
                {
                    var plot = Path.ChangeExtension(file.FullName, $".{part}.svg");
                    Plots.Save(plot, size, results);
                    report.Add($"![Milliseconds at the median by {size}, both axes logarithmic]({Path.GetFileName(plot)})");
                }
            }

            await report.FinishAsync(parsed.GetValue(output));

            async Task MeasureAsync(Dictionary<string, List<(int, LoadResult)>> results, (string Name, Func<int, Task> Call) operation, int size)
            {
                Console.Error.WriteLine($"{operation.Name} at {size}");
                await ClosedLoop.RunAsync(1, count / 5, operation.Call);
                var result = await ClosedLoop.RunAsync(1, count, i => operation.Call(count + i));
                if (!results.TryGetValue(operation.Name, out var list)) results.Add(operation.Name, list = []);
                list.Add((size, result));
            }
        });
        return command;
    }

    private static string Show(List<(int Size, LoadResult Result)> results, int size) =>
        results.Find(x => x.Size == size).Result is { } result ? $"{result.Percentile(50).Fixed()}, {result.Percentile(99).Fixed()}" : "";
}
