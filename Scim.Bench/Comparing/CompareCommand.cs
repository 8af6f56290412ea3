using System.CommandLine;
using System.Net;
using System.Text.Json;
using Dapper;
using Npgsql;
using Scim.Bench.Load;
using Scim.Bench.Processes;
using Scim.Bench.Reporting;
using Scim.Bench.Seeding;

namespace Scim.Bench.Comparing;

/// <summary><c>compare</c>: the service against bare endpoints over the same database, in turns.</summary>
internal static class CompareCommand
{
    private const int Users = 10_000;

    public static Command Create()
    {
        var connection = new Option<string?>("--connection") { Description = "Connection string of an empty database. Without it, a private PostgreSQL." };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each; the median counts.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "Length of a turn.", DefaultValueFactory = _ => 5 };
        var atOnce = new Option<int>("--at-once") { Description = "Clients.", DefaultValueFactory = _ => 16 };
        var output = Report.Output();
        var command = new Command("compare", "Measures the service against a bare minimal API with one statement a request.") { connection, rounds, seconds, atOnce, output };
        command.SetAction(async (parsed, _) =>
        {
            await using var database = await Database.OpenAsync(parsed.GetValue(connection));
            await SeedCommand.RunAsync(database.ConnectionString, new SeedPlan(Users, 5));
            await using var service = await ServerProcess.StartServiceAsync(database.ConnectionString);
            await using var bare = await ServerProcess.StartBareAsync(database.ConnectionString, new Uri(service.Root, "scim"));
            var atRest = service.Memory;
            using var ours = new Target(new Uri(service.Root, "scim"), ServerProcess.Token);
            using var theirs = new Target(new Uri(bare.Root, "scim"), ServerProcess.Token);
            using var joined = new Target(new Uri(bare.Root, "joined"), ServerProcess.Token);
            await CopyAnswersAsync(database.ConnectionString, ours);
            foreach (var path in (string[])[ById(1), ByName(1)])
            {
                await RequireSameAsync(ours, theirs, path);
                await RequireSameAsync(ours, joined, path);
            }

            var trial = new Trial(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(atOnce));
            var rows = new List<string[]>();
            await AddAsync("GET by id", 0.70, theirs, (target, i) => target.GetAsync(ById(i)));
            await AddAsync("filter by userName", 0.70, theirs, (target, i) => target.GetAsync(ByName(i)));
            await AddAsync("POST a user", 0.60, theirs, (target, i) => CreateAsync(target, i));
            await AddAsync("GET by id, *joined*", null, joined, (target, i) => target.GetAsync(ById(i)));
            await AddAsync("filter by userName, *joined*", null, joined, (target, i) => target.GetAsync(ByName(i)));

            var report = new Report("The service against bare endpoints", $"compare --rounds {trial.Rounds} --seconds {trial.Duration.TotalSeconds} --at-once {trial.AtOnce}", database.Description);
            report.Add($"Medians of {trial.Rounds} turns of {trial.Duration.TotalSeconds} s each, in which the two take turns, after {Trial.WarmUpRounds} that do not count; {trial.AtOnce} clients, {Users} users. A bare endpoint is a minimal API that runs one statement and returns its bytes, with the pool and the payload of the service ([`BareServer`](../Comparing/BareServer.cs)); it checks no token. For reads it has the bytes lying ready in a table; in the rows marked *joined* its one statement puts the same bytes together from the service's own tables, as the service has to.");
            report.Add(["", "service, requests/s", "bare, requests/s", "ratio", "bar", "service, processor µs/request", "bare, processor µs/request", "service, ms at p50, p99", "bare, ms at p50, p99"], rows);
            report.Add($"Memory of the service at rest {atRest.Round()} MiB (bar: 120), after these runs {service.Memory.Round()} MiB.");
            await report.FinishAsync(parsed.GetValue(output));

            async Task AddAsync(string what, double? bar, Target beside, Func<Target, int, Task> call)
            {
                Console.Error.WriteLine(what);
                var (mine, other) = await trial.RunAsync((service, x => call(ours, x)), (bare, x => call(beside, x)));
                rows.Add([what, mine.Rate.Round(), other.Rate.Round(), (mine.Rate / other.Rate).Fixed(), bar?.Fixed() ?? "", mine.Processor.Round(), other.Processor.Round(), mine.Latency, other.Latency]);
            }
        });
        return command;
    }

    private static string ById(int call) => $"Users/{SeedPlan.UserId((int)(call * 7_919L % Users))}";

    private static string ByName(int call) => $"Users?filter=userName%20eq%20%22{Person.UserName((int)(call * 7_919L % Users))}%22";

    // Read, but not taken apart: that would be the client's time.
    private static async Task CreateAsync(Target target, int call) =>
        (await target.SendAsync(HttpMethod.Post, "Users", Person.Body(call, "new").ToJsonString())).Must(HttpStatusCode.Created);

    /// <exception cref="InvalidOperationException">The bare endpoint answers something else, so that it is no measure.</exception>
    private static async Task RequireSameAsync(Target service, Target bare, string path)
    {
        var (expected, answer) = (await service.GetAsync(path), await bare.GetAsync(path));
        if (!answer.AsSpan().SequenceEqual(expected)) throw new InvalidOperationException($"The answers to GET {path} differ.");
    }

    private static async Task CopyAnswersAsync(string connectionString, Target service)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync(BareServer.Tables);
        await using var rows = await connection.BeginBinaryImportAsync("COPY bare.answer FROM STDIN (FORMAT binary)");
        for (var i = 0; i < Users; i++)
        {
            var body = await service.GetAsync($"Users/{SeedPlan.UserId(i)}");
            await rows.StartRowAsync();
            await rows.WriteAsync(SeedPlan.UserId(i));
            await rows.WriteAsync(JsonDocument.Parse(body).RootElement.GetProperty("userName").GetString()!);
            await rows.WriteAsync(body);
        }

        await rows.CompleteAsync();
    }
}
