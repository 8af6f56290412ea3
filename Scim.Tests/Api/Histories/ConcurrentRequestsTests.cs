using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api.Histories;

/// <summary>A failure shows the shortest history that no order explains. The seed makes the same requests again, but not that they meet as they did.</summary>
public class ConcurrentRequestsTests
{
    private readonly SortedDictionary<string, int> _outcomes = [];
    private readonly List<History> _contradictions = [];
    private IReadOnlyList<ScimServer> _replicas = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        TestContext.Progress.WriteLine($"Random requests at once: {Seed.Replay}");
        var server = await ScimServer.StartAsync();
        _replicas = [server, await server.AnotherAsync()];
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var replica in _replicas.Reverse()) await replica.DisposeAsync();
    }

    [Test]
    public void Requests_at_once_to_two_replicas_are_answered_as_if_one_came_after_another()
    {
        Check.One(Seed.Config(50), Prop.ForAll(Plan.Any, plan => RunAsync(plan).GetAwaiter().GetResult()));

        TestContext.Out.WriteLine(string.Join(", ", _outcomes.Select(x => $"{x.Value} × {x.Key}")));
        Assert.That(_contradictions, Has.Count.Zero, () => $"histories that no order explains. The shortest, {Seed.Replay}:\n{_contradictions.MinBy(x => x.Calls.Count)}");
        foreach (var name in (string[])["AddMembers 204", "AddMembers 412", "Delete 204", "Delete 404", "DeleteMember 204", "PatchTitle 200", "PatchTitle 404", "PatchTitle 412", "PutMembers 200", "PutMembers 412", "PutTitle 200", "PutTitle 412", "Read 200", "Read 404", "RemoveMembers 204", "met"])
            Assert.That(_outcomes, Contains.Key(name), "what requests come to");
    }

    private async Task RunAsync(Plan plan)
    {
        var subjects = new List<Subject>();
        while (subjects.Count < Plan.Users) subjects.Add(await Subject.UserAsync(_replicas[0]));
        subjects.Add(await Subject.GroupAsync(_replicas[0], Plan.Letters));

        foreach (var history in await new Recorder(subjects, _replicas).RunAsync(plan))
        {
            foreach (var call in history.Calls) Count($"{call.Action.GetType().Name} {call.Answer!.Status}");
            foreach (var (earlier, later) in history.Calls.Zip(history.Calls.Skip(1))) if (later.Sent < earlier.Answered) Count("met");
            if (history.Contradiction() is { } contradiction) _contradictions.Add(contradiction);
        }
    }

    private void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
}
