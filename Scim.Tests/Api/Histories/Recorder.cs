using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Histories;

/// <summary>Carries out a plan, its clients by turns at each of the replicas.</summary>
internal sealed partial class Recorder(IReadOnlyList<Subject> subjects, IReadOnlyList<ScimServer> replicas)
{
    private readonly ConcurrentBag<(int Subject, Call Call)> _calls = [];

    public async Task<IReadOnlyList<History>> RunAsync(Plan plan)
    {
        await Task.WhenAll(plan.Clients.Select((steps, client) => Task.Run(() => RunAsync(client, steps))));
        return [.. subjects.Select((x, i) => new History(x.Initial, [.. _calls.Where(call => call.Subject == i).Select(call => call.Call).OrderBy(call => call.Sent)]))];
    }

    private async Task RunAsync(int client, IReadOnlyList<Step> steps)
    {
        var versions = subjects.Select(x => x.Initial.Version).ToArray();
        foreach (var step in steps)
        {
            int? version = step.IsHeld ? versions[step.Subject] : null;
            var message = step.Action.Message(subjects[step.Subject]);
            using var request = new HttpRequestMessage(message.Method, message.Path);
            if (version is not null) request.Headers.TryAddWithoutValidation("If-Match", $"W/\"{version}\"");
            if (message.Body is not null) request.Content = new StringContent(message.Body, Encoding.UTF8, "application/scim+json");

            var sent = Stopwatch.GetTimestamp();
            using var response = await replicas[client % replicas.Count].Client.SendAsync(request);
            var received = await ScimAnswer.OfAsync(response);
            var answered = Stopwatch.GetTimestamp();

            var answer = Read(step, received);
            versions[step.Subject] = answer.Version ?? versions[step.Subject];
            _calls.Add((step.Subject, new Call(client, step.Action, version, sent, answered, answer)));
        }
    }

    private Answer Read(Step step, ScimAnswer answer) => answer.Status switch
    {
        200 when step.Action.TellsContent => new Answer(200, Tag(answer.Headers["ETag"]), Content(subjects[step.Subject], answer.Body)),
        412 => new Answer(412, Tag(answer.Detail!)),
        _ => new Answer(answer.Status, answer.Headers.TryGetValue("ETag", out var tag) ? Tag(tag) : null),
    };

    private static string Content(Subject subject, JsonObject body) => subject.Members.Count == 0
        ? body["title"]!.GetValue<string>()
        : string.Concat((body["members"] as JsonArray ?? []).Select(x => subject.Members.Single(member => member.Value == x!["value"]!.GetValue<string>()).Key).Order());

    private static int Tag(string text) => int.Parse(Version.Match(text).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("W/\"(\\d+)\"")]
    private static partial Regex Version { get; }
}
