using System.CommandLine;
using System.Globalization;
using Scim.Bench.Load;
using Scim.Bench.Processes;
using Scim.Bench.Reporting;
using Scim.Bench.Seeding;

namespace Scim.Bench.Soaking;

/// <summary><c>soak</c>: the same load for a long time, and whether anything grows.</summary>
internal static class SoakCommand
{
    private const int Groups = 100;

    public static Command Create()
    {
        var connection = new Option<string?>("--connection") { Description = "Connection string of an empty database. Without it, a private PostgreSQL." };
        var minutes = new Option<int>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 60 };
        var samples = new Option<int>("--samples") { Description = "Times at which to look.", DefaultValueFactory = _ => 12 };
        var users = new Option<int>("--users") { Description = "Users.", DefaultValueFactory = _ => 20_000 };
        var atOnce = new Option<int>("--at-once") { Description = "Clients.", DefaultValueFactory = _ => 8 };
        var output = Report.Output();
        var command = new Command("soak", "Runs a mix of requests for a long time and shows memory, connections, bloat and latency.") { connection, minutes, samples, users, atOnce, output };
        command.SetAction(async (parsed, _) =>
        {
            var (duration, looks, size, clients) = (TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(samples), parsed.GetValue(users), parsed.GetValue(atOnce));
            await using var database = await Database.OpenAsync(parsed.GetValue(connection));
            await SeedCommand.RunAsync(database.ConnectionString, new SeedPlan(size, Groups));
            await using var service = await ServerProcess.StartServiceAsync(database.ConnectionString);
            using var target = new Target(new Uri(service.Root, "scim"), ServerProcess.Token);
            var mix = new Mix(target, size, Groups);

            var (rows, next, last) = (new List<string[]>(), -1, await Vitals.OfAsync(database.ConnectionString));
            for (var look = 1; look <= looks; look++)
            {
                var load = await ClosedLoop.RunAsync(clients, duration / looks, _ => mix.CallAsync(Interlocked.Increment(ref next)));
                var now = await Vitals.OfAsync(database.ConnectionString);
                rows.Add(Row(duration / looks * look, load, service.Memory, now, last));
                Console.Error.WriteLine(string.Join("  ", rows[^1]));
                last = now;
            }

            var report = new Report("A long run", $"soak --minutes {duration.TotalMinutes} --samples {looks} --users {size} --at-once {clients}", database.Description);
            report.Add($"{(next + 1.0).Round()} calls, all answered with success; {clients} clients, {size} users, {Groups} groups. {Mix.Description}. Each line is what one part of the time was like, and how things stood at its end.");
            report.Add(
                ["minute", "calls/s", "ms at p50, p99", "service, MiB", "its connections", "tables, MiB", "indexes, MiB", "dead rows", "HOT updates, %", "vacuums", "pages pending in GIN", "log, MiB"],
                rows);
            await report.FinishAsync(parsed.GetValue(output));
        });
        return command;
    }

    private static string[] Row(TimeSpan time, LoadResult load, double memory, Vitals now, Vitals before) =>
    [
        time.TotalMinutes.Fixed(1), load.Rate.Round(), $"{load.Percentile(50).Fixed()}, {load.Percentile(99).Fixed()}", memory.Round(),
        Whole(now.Connections), now.Tables.Fixed(1), now.Indexes.Fixed(1), Whole(now.DeadRows),
        (100.0 * (now.HotUpdates - before.HotUpdates) / Math.Max(1, now.Updates - before.Updates)).Round(), Whole(now.Vacuums - before.Vacuums),
        Whole(now.PendingPages), now.Log.Fixed(1),
    ];

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
