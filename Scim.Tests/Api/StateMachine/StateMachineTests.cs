using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Scim.Tests.Api.StateMachine.Commands;

namespace Scim.Tests.Api.StateMachine;

/// <summary>A failure shows the shortest sequence of requests that fails, and the seed that makes the same run again.</summary>
public class StateMachineTests
{
    private readonly SortedDictionary<string, int> _statuses = [];
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        TestContext.Progress.WriteLine($"Random sequences: {Seed.Replay}");
        _server = await ScimServer.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public void Random_requests_do_to_the_service_what_they_do_to_a_model_in_memory()
    {
        Check.One(Seed.Config(40), Prop.ForAll(Sequence.Any, sequence => RunAsync(sequence).GetAwaiter().GetResult()));

        TestContext.Out.WriteLine(string.Join(", ", _statuses.Select(x => $"{x.Value} × {x.Key}")));
        foreach (var name in (string[])["Create 201", "Create 409", "Replace 200", "Replace 404", "Replace 409", "Replace 412", "PatchUser 200", "PatchUser 400", "PatchUser 409", "PatchUser 412", "PatchGroup 204", "PatchGroup 200", "PatchGroup 400", "PatchGroup 412", "Delete 204", "Delete 412", "Get 200", "Get 304", "Get 404", "Get 412", "List 200", "List 400", "POST in bulk 201", "POST in bulk 409", "PUT in bulk 200", "PUT in bulk 412", "PATCH in bulk 200", "PATCH in bulk 204", "PATCH in bulk 400", "PATCH in bulk 409", "DELETE in bulk 204"])
            Assert.That(_statuses, Contains.Key(name), "what sequences come to");
    }

    private async Task RunAsync(Sequence sequence)
    {
        // A tenant of its own begins empty.
        using var client = _server.NewClient(await _server.NewTenantAsync());
        var model = new Model(_server.BaseUri);
        var sent = new StringBuilder();

        var waiting = new Stack<Command>(sequence.Commands.Concat(Everything).Reverse());
        while (waiting.TryPop(out var command))
        {
            var call = command.Call(model);
            sent.AppendLine(CultureInfo.InvariantCulture, $"{call}");
            using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Path);
            foreach (var (header, value) in call.Headers) request.Headers.TryAddWithoutValidation(header, value);
            if (call.Body is not null) request.Content = new StringContent(call.Body.ToJsonString(), Encoding.UTF8, "application/scim+json");
            using var response = await client.SendAsync(request);
            var answer = await ScimAnswer.OfAsync(response);

            foreach (var outcome in command.Outcomes(answer)) _statuses[outcome] = _statuses.GetValueOrDefault(outcome) + 1;
            if (command.Apply(model, answer).Difference(answer) is { } difference) throw new InvalidOperationException($"{difference}\n{Seed.Replay}\n{sent}");
            if (command.Next(answer) is { } next) waiting.Push(next);
        }
    }

    private static Command[] Everything => [new List(Kind.User, null, new Projection(true)), new List(Kind.Group, null, new Projection(true))];
}
