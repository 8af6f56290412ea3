using System.CommandLine;
using System.Diagnostics;
using Scim.Bench.Processes;
using Scim.Resources.Schemas;
using Scim.Storage;

namespace Scim.Bench.Seeding;

/// <summary><c>seed</c>: a large tenant in minutes.</summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        var connection = new Option<string>("--connection") { Description = "Connection string of an empty database.", Required = true };
        var users = new Option<int>("--users") { Description = "Users.", DefaultValueFactory = _ => 1_000_000 };
        var groups = new Option<int>("--groups") { Description = "Groups: the first five of 10, 100, 1,000, 10,000 and 100,000 members, the others of 50.", DefaultValueFactory = _ => 1_000 };
        var command = new Command("seed", "Fills an empty database with users and groups.") { connection, users, groups };
        command.SetAction(async (parsed, _) =>
        {
            await using var database = await Database.OpenAsync(parsed.GetRequiredValue(connection));
            await RunAsync(database.ConnectionString, new SeedPlan(parsed.GetValue(users), parsed.GetValue(groups)));
        });
        return command;
    }

    public static async Task RunAsync(string connectionString, SeedPlan plan)
    {
        await using var connections = new ScimDatabase(connectionString);
        var began = Stopwatch.GetTimestamp();
        await new Seeder(connections.Searches, SchemaCatalogue.Load(null)).RunAsync(plan, done => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds,7:f1} s  {done}"));
    }
}
