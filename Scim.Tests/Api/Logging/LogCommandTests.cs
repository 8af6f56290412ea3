using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Logging;

/// <summary><c>log</c> and <c>log export</c>, run as a person or a script would.</summary>
public class LogCommandTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Log_shows_one_resource_as_text_and_as_JSON()
    {
        var name = Some.Name();
        var user = await _server.PostAsync("Users", Some.User(name, "\"active\": true"));

        var text = await RunAsync("log", name);
        var json = JsonNode.Parse((await RunAsync("log", name, "--json")).Output)!;

        Assert.That(text.Output, Does.Match($@"^User {name} \({user.Id}\): version 1, changed .*\.\n\n.*  tests  created: userName, active; active = true  \[.*\]\n$"));
        Assert.That(json["resources"]![0]!["display"]!.GetValue<string>(), Is.EqualTo(name));
        var entry = json["entries"]!.AsArray().Single()!;
        Assert.That(entry["operation"]!.GetValue<string>(), Is.EqualTo("create"));
        Assert.That(entry["changed"]!.ToJsonString(), Is.EqualTo("""["userName","active"]"""));
        Assert.That(entry["newValues"]!["active"]!.GetValue<bool>(), Is.True);
    }

    [Test]
    public async Task Log_without_a_name_shows_the_latest_of_all()
    {
        for (var i = 0; i < 3; i++) await _server.PostAsync("Users", Some.User());
        var all = await RunAsync("log", "--last", "2");
        Assert.That(all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2).And.All.Match(@"^\d{4}-.*Z  tests  created User user-.*: userName, active; active = true  \[.*\]$"));
        Assert.That((await RunAsync("log", "--since", "2999-01-01")).Output, Is.EqualTo("The log has nothing of that time.\n"));
    }

    [Test]
    public async Task No_client_can_forge_a_line_or_speak_to_the_terminal()
    {
        var name = Some.Name();
        await _server.PostAsync("Users", Some.User(name, "\"displayName\": \"A\\u001b[31m\\u202eda\", \"x\\n2026-11-29 18:00:00Z  admin    deleted\": 1"));
        var output = (await RunAsync("log", name)).Output;
        Assert.That(output.Trim().Split('\n'), Has.Length.EqualTo(3));
        foreach (var shown in (string[])["A\ufffd[31m\ufffdda", "x\ufffd2026-11-29"]) Assert.That(output.Contains(shown, StringComparison.Ordinal), Is.True, output);
        Assert.That(output.Contains('\u001b', StringComparison.Ordinal) || output.Contains('\u202e', StringComparison.Ordinal), Is.False);
    }

    [Test]
    public async Task Export_prints_a_row_a_line_of_one_tenant_and_one_time()
    {
        await _server.PostAsync("Groups", Some.Group());
        await _server.GetAsync("Users/nobody");

        var lines = (await RunAsync("log", "export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(x => JsonNode.Parse(x)!.AsObject()).ToList();

        Assert.That(lines, Has.Count.GreaterThanOrEqualTo(2).And.All.Matches<JsonObject>(x => x["at"] is not null && x["operation"] is not null && x["outcome"] is not null));
        Assert.That(lines.Select(x => x["at"]!.GetValue<string>()), Is.Ordered);
        Assert.That(lines[^1]["outcome"]!.GetValue<string>(), Is.EqualTo("refused"));
        foreach (var arguments in (string[][])[["--until", "2020-01-01"], ["--since", "2999-01-01T00:00:00Z"], ["--tenant", "nobody"]])
            Assert.That((await RunAsync(["log", "export", .. arguments])).Output, Is.Empty, arguments[0]);
    }

    [TestCase("Nothing in tenant \"default\" is called \"nobody\", and nothing that was is in the log.", "log", "nobody")]
    [TestCase("Nothing in tenant \"other\" is called \"nobody\", and nothing that was is in the log.", "log", "nobody", "--tenant", "other")]
    [TestCase("\"soon\" is no time; write it as in 2026-01-31 or 2026-01-31T08:00:00Z.", "log", "--since", "soon")]
    [TestCase("--last takes a number from 1 to 10000.", "log", "--last", "0")]
    public async Task What_cannot_be_shown_is_explained_in_one_line(string message, params string[] arguments)
    {
        var result = await CommandLine.RunAsync(_server.ConnectionString, arguments);
        Assert.That((result.ExitCode, result.Error.Trim()), Is.EqualTo((1, message)));
    }

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var result = await CommandLine.RunAsync(_server.ConnectionString, arguments);
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
        return result;
    }
}
