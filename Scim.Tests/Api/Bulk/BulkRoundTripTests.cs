using System.Diagnostics;
using Npgsql;

namespace Scim.Tests.Api.Bulk;

/// <summary>Operations go to the database together, whatever their methods.</summary>
public class BulkRoundTripTests
{
    // Ten runs, each of which reads and writes, with room for the token and the locks.
    private const int Most = 30;

    private ScimServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_thousand_of_any_method_take_a_few_commands()
    {
        var names = Enumerable.Range(0, 1_000).Select(_ => Some.Name()).ToList();
        var users = await RunAsync(names.Select((x, i) => BulkText.User($"u{i}", x)), "201");

        await RunAsync(users.Select((x, i) => BulkText.Operation("PUT", $"/Users/{x}", Some.User(names[i], "\"title\": \"Dr\""))), "200");
        await RunAsync(users.Select(x => BulkText.Operation("PATCH", $"/Users/{x}", """[{"op": "replace", "path": "title", "value": "Prof"}]""")), "200");
        await RunAsync(users.Select(x => BulkText.Operation("DELETE", $"/Users/{x}")), "204");

        Assert.That((await _server.GetAsync("Users?count=0")).TotalResults, Is.Zero);
    }

    [Test]
    public async Task Failures_of_an_ordinary_kind_do_not_part_them([Values("", ", \"failOnErrors\": 1000")] string further)
    {
        var taken = Some.Name();
        await _server.PostAsync("Users", Some.User(taken));
        var (ghost, operations) = (Guid.CreateVersion7(), new List<string>());
        for (var i = 0; i < 200; i++)
        {
            operations.AddRange(
            [
                BulkText.User($"u{i}"),
                BulkText.User($"v{i}", taken),
                """{"method": "GET", "path": "/Users"}""",
                i == 0 ? BulkText.Operation("DELETE", $"/Users/{ghost}") : BulkText.User($"x{i}", taken),
            ]);
        }

        var (answer, commands) = await CountAsync(() => _server.PostAsync("Bulk", BulkText.RequestWith(further, operations)));

        Assert.That(BulkText.Results(answer).Statuses(), Does.StartWith("201 409 400 404 201 409 400 409 201"));
        Assert.That(commands, Is.LessThan(Most));
    }

    [Test]
    public async Task Members_of_many_groups_that_come_later_are_put_in_together()
    {
        var (answer, commands) = await CountAsync(() => _server.PostAsync(
            "Bulk", BulkText.Request([.. Enumerable.Range(0, 200).Select(i => BulkText.Group($"g{i}", "bulkId:u")), BulkText.User("u")])));

        Assert.That(BulkText.Results(answer).Select(x => x["version"]!.GetValue<string>()).Take(200), Is.All.EqualTo("W/\"2\""));
        Assert.That(commands, Is.LessThan(Most));
    }

    private async Task<IReadOnlyList<string>> RunAsync(IEnumerable<string> operations, string status)
    {
        var (answer, commands) = await CountAsync(() => _server.PostAsync("Bulk", BulkText.Request(operations)));
        var results = BulkText.Results(answer);
        Assert.That(results.Select(x => x.Status()), Is.All.EqualTo(status));
        Assert.That(commands, Is.LessThan(Most));
        return [.. results.Select(x => x.Id())];
    }

    /// <summary>Counts what Npgsql sends to the server's database; what is sent in one batch counts once.</summary>
    private async Task<(ScimAnswer Answer, int Commands)> CountAsync(Func<Task<ScimAnswer>> work)
    {
        var database = new NpgsqlConnectionStringBuilder(_server.ConnectionString).Database;
        var commands = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = x =>
            {
                if (x.TagObjects.Any(tag => tag.Value is string text && text == database)) Interlocked.Increment(ref commands);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var answer = await work();
        Assert.That(commands, Is.Positive, "Npgsql tells nothing.");
        return (answer, commands);
    }
}
