namespace Scim.Tests.Api.Selftest;

/// <summary>Against servers with one fault each, the steps that it concerns fail and say why, and nothing is left behind.</summary>
public class BrokenServerTests
{
    private ScimServer _real = null!;

    private static IEnumerable<TestCaseData> Broken =>
    [
        Case(Faults.NotFoundForAnEmptyList, "tests the connection", "The status must be 200, and is 404."),
        Case(Faults.NotFoundForAnEmptyList, "finds no group", "The status must be 200, and is 404."),
        Case(Faults.PlainJson, "gets every answer as application/scim+json", "Content-Type must be application/scim+json, and is application/json.", isAlone: true),
        Case(Faults.RemovalEmptiesTheGroup, "removes a member and keeps the others", "members must be *, *, and is empty."),
        Case(Faults.BooleansAsText, "creates a user", "active must be true, and is \"true\"."),
        Case(Faults.BooleansAsText, "deactivates a user with the text \"False\"", "active must be false, and is \"false\"."),
        Case(Faults.TextFalseIsTrue, "deactivates a user with the text \"False\"", "active must be false, and is true."),
        Case(Faults.ReplaceDoesNotCreate, "replaces a mobile number that is not there", "The status must be 200 or 204, and is 400.", isAlone: true),
        Case(Faults.OkInsteadOfCreated, "creates a user", "The status must be 201, and is 200."),
        Case(Faults.OkInsteadOfCreated, "creates a group", "The status must be 201, and is 200."),
        Case(Faults.OkWithoutABody, "adds a member", "A 200 must have the resource in its body, and this one is empty; without a body the status is 204."),
        Case(Faults.ErrorsAreWebPages, "reads a user who is not there", "The body must be a JSON object, and is an HTML page or XML. Perhaps something in front of the server answered."),
        Case(Faults.ManagerIsText, "sets a manager, written as an object", "*:User/manager/value must be \"*\", and is nothing."),
        Case(Faults.EmptyListInsteadOfNoMembers, "reads a group without its members", "members was to be left out, and is []."),
        Case(Faults.AnyTokenWillDo, "is refused with a wrong token", "The status must be 401, and is 200.", isAlone: true),
        Case(Faults.NumbersAsText, "reads the list of users page by page", "startIndex must be 1, and is \"1\".", isAlone: true),
    ];

    [OneTimeSetUp]
    public async Task StartAsync() => _real = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _real.DisposeAsync();

    [TestCaseSource(nameof(Broken))]
    public async Task A_fault_is_found_and_explained(Func<Call, Task> fault, string step, string found, bool isAlone)
    {
        var before = await ListsAsync();
        await using var server = await BrokenServer.StartAsync(_real, fault);
        var trial = await Trial.RunAsync(server.Url, _real.Token);

        Assert.That(trial.ExitCode, Is.EqualTo(1), trial.Error);
        Assert.That(trial.Failed, Does.ContainKey(step));
        Assert.That(trial.Failed[step], Does.Match("^" + System.Text.RegularExpressions.Regex.Escape(found).Replace(@"\*", ".*", StringComparison.Ordinal) + "$"));
        if (isAlone) Assert.That(trial.Failed, Has.Count.EqualTo(1));
        Assert.That(trial.Left, Is.Empty);
        Assert.That(await ListsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_cannot_be_deleted_is_listed()
    {
        await using var real = await ScimServer.StartAsync();
        var deletes = 0;
        await using var server = await BrokenServer.StartAsync(real, call =>
        {
            if (call.Method == "DELETE") deletes++;
            return Faults.DeletingIsNotAllowed(call);
        });
        var trial = await Trial.RunAsync(server.Url, real.Token);

        var users = (await real.GetAsync("Users?count=1000")).Resources.Select(x => $"/Users/{x!["id"]} \"{x["userName"]}\": DELETE was answered with 405");
        var groups = (await real.GetAsync("Groups?count=1000")).Resources.Select(x => $"/Groups/{x!["id"]} \"{x["displayName"]}\": DELETE was answered with 405");
        Assert.That(users, Is.Not.Empty);
        // By id: steps have renamed some since.
        Assert.That(trial.Left.Select(x => x.Split(' ')[0]), Is.EquivalentTo(users.Concat(groups).Select(x => x.Split(' ')[0])));
        Assert.That(trial.Left, Has.All.EndsWith("\": DELETE was answered with 405"));
        Assert.That(trial.Failed.Keys, Does.Contain("deletes a user"));
        Assert.That(deletes, Is.LessThan(3 * trial.Left.Count()), "Each is tried after its step and at the end.");
    }

    [Test]
    public async Task A_server_that_stops_answering_is_not_waited_for_again_and_again()
    {
        await using var real = await ScimServer.StartAsync();
        var isGone = false;
        await using var server = await BrokenServer.StartAsync(real, async call =>
        {
            isGone |= call.Body.Contains("nickName\",\"value", StringComparison.Ordinal);
            await (isGone ? call.HangAsync() : call.ForwardAsync());
        });
        var trial = await Trial.RunAsync(server.Url, real.Token, x => x with { Timeout = TimeSpan.FromSeconds(2) });

        Assert.That(trial.ExitCode, Is.EqualTo(1));
        Assert.That(trial.Failed["adds an attribute that was not there"], Is.EqualTo("There was no answer: no answer within 2 seconds."));
        Assert.That(trial.Skipped["deletes a user"], Is.EqualTo("the server no longer answers"));
        Assert.That(trial.Left, Is.Not.Empty.And.All.EndsWith(": no answer within 2 seconds"));
    }

    [Test]
    public async Task A_server_without_PATCH_fails_once_and_the_rest_is_skipped()
    {
        await using var server = await BrokenServer.StartAsync(_real, async call =>
        {
            await call.ForwardAsync();
            if (call.Path == "/ServiceProviderConfig") call.Answer = call.Answer.Replace("\"patch\":{\"supported\":true}", "\"patch\":{\"supported\":false}", StringComparison.Ordinal);
        });
        var trial = await Trial.RunAsync(server.Url, _real.Token);

        Assert.That(trial.Failed.Keys, Is.EqualTo((string[])["learns that changes are made by PATCH"]));
        Assert.That(trial.Skipped["adds a member"], Is.EqualTo("ServiceProviderConfig says that there is no PATCH"));
        Assert.That(trial.Skipped.Keys, Does.Not.Contain("creates a user"));
    }

    [Test]
    public async Task A_server_without_groups_and_extension_passes_with_those_steps_skipped()
    {
        await using var server = await BrokenServer.StartAsync(_real, async call =>
        {
            await call.ForwardAsync();
            if (call.Path == "/ResourceTypes") call.Answer = call.Answer.Replace("Group", "Device", StringComparison.Ordinal);
            if (call.Path == "/Schemas") call.Answer = call.Answer.Replace("enterprise", "other", StringComparison.Ordinal).Replace("\"roles\"", "\"parts\"", StringComparison.Ordinal);
        });
        var trial = await Trial.RunAsync(server.Url, _real.Token);

        Assert.That(trial.ExitCode, Is.Zero, trial.Output);
        Assert.That(trial.Skipped["adds a member"], Is.EqualTo("ResourceTypes has no Group"));
        Assert.That(trial.Skipped["changes a manager"], Is.EqualTo("Schemas has no enterprise extension of users"));
        Assert.That(trial.Skipped["replaces the roles by others"], Is.EqualTo("Schemas has no roles of users"));
    }

    [Test]
    public async Task A_step_that_could_not_be_prepared_is_no_success()
    {
        var count = 0;
        await using var server = await BrokenServer.StartAsync(_real, async call =>
        {
            // The first user that is made for another step's sake.
            if (call.Method == "POST" && ++count == 4) call.Answers(503, "application/scim+json", "{}");
            else await call.ForwardAsync();
        });
        var trial = await Trial.RunAsync(server.Url, _real.Token);

        Assert.That(trial.ExitCode, Is.EqualTo(1));
        Assert.That(trial.Failed, Is.EqualTo(new Dictionary<string, string> { ["creates the same user again"] = "A user for this step could not be made: the answer was 503." }));
    }

    [Test]
    public async Task A_limit_on_requests_is_waited_for()
    {
        var count = 0;
        await using var server = await BrokenServer.StartAsync(_real, async call =>
        {
            if (++count % 20 != 0)
            {
                await call.ForwardAsync();
                return;
            }

            call.Answers(429, "application/scim+json", "{}");
            call.RetryAfter = "1";
        });
        var trial = await Trial.RunAsync(server.Url, _real.Token);
        Assert.That((trial.ExitCode, trial.Failed.Count, trial.Left), Is.EqualTo((0, 0, Array.Empty<string>())), trial.Output);
    }

    private static TestCaseData Case(Func<Call, Task> fault, string step, string found, bool isAlone = false) =>
        new TestCaseData(fault, step, found, isAlone).SetArgDisplayNames(fault.Method.Name, step);

    private async Task<string> ListsAsync() => (await _real.GetAsync("Users?count=1000")).Text + (await _real.GetAsync("Groups?count=1000")).Text;
}
