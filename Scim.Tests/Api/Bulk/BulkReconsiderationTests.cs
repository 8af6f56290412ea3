namespace Scim.Tests.Api.Bulk;

/// <summary>An operation refers to one that fails at first, and succeeds once others are given up.</summary>
public class BulkReconsiderationTests
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Who_refers_to_it_succeeds_too([Values("", ", \"failOnErrors\": 3")] string further)
    {
        var (name, taken) = (Some.Name(), Some.Name());
        await _server.PostAsync("Users", Some.User(taken));

        var answer = await _server.PostAsync("Bulk", BulkText.RequestWith(
            further,
            BulkText.Group("outer", "bulkId:group"),
            BulkText.Group("group", "bulkId:target"),
            Report("inTheWay", name, "failing"),
            BulkText.User("target", name),
            BulkText.User("failing", taken)));

        var results = BulkText.Results(answer);
        Assert.That(results.Statuses(), Is.EqualTo("201 201 409 201 409"));
        Assert.That(results[2].Detail(), Does.StartWith("The operation with the bulkId failing, "));
        Assert.That(await _server.MembersAsync(results[1].Id()), Is.EqualTo(new[] { results[3].Id() }));
    }

    [Test]
    public async Task Who_stands_in_the_way_of_its_own_target_is_told_so()
    {
        var name = Some.Name();

        var results = await _server.BulkAsync(Report("report", name, "boss"), BulkText.User("boss", name), BulkText.User("other"));

        Assert.That(results.Statuses(), Is.EqualTo("409 201 201"));
        Assert.That(results[0].Detail(), Is.EqualTo(
            "The operation with the bulkId boss, to which this one refers, succeeded once this one was left out. Send this one again, with the id of the new resource."));
    }

    [Test]
    public async Task A_failure_named_is_one_that_is_shown()
    {
        var (name, taken) = (Some.Name(), Some.Name());
        await _server.PostAsync("Users", Some.User(taken));

        var results = await _server.BulkAsync(
            BulkText.Group("group", "bulkId:target", "bulkId:failing"),
            Report("inTheWay", name, "failing"),
            BulkText.User("target", name),
            BulkText.User("failing", taken));

        Assert.That(results.Statuses(), Is.EqualTo("409 409 201 409"));
        Assert.That(results[0].Detail(), Does.StartWith("The operation with the bulkId failing, "));
    }

    private static string Report(string bulkId, string userName, string manager) =>
        BulkText.User(bulkId, userName, $$$"""
            "{{{Enterprise}}}": {"manager": {"value": "bulkId:{{{manager}}}"}}
            """);
}
