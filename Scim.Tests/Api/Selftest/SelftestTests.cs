using System.Diagnostics;
using System.Globalization;

namespace Scim.Tests.Api.Selftest;

public class SelftestTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task The_service_passes_wholly_and_nothing_is_left_behind()
    {
        await _server.PostAsync("Users", Some.User());
        await _server.PostAsync("Groups", Some.Group());
        var before = await ListsAsync();
        var result = await CommandLine.RunAsync([("SCIM_TOKEN", _server.Token)], "selftest", _server.BaseUri + "/");

        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        Assert.That(result.Output, Does.Match(@"\n\d{3} passed, 0 failed, 0 skipped\.\nEverything that was made is deleted again\.\n$"));
        Assert.That(result.Output, Does.Match("(?m)^ok +legacy +required +deactivates a user with the text \"False\"$").And.Match("(?m)^ok +compliant +required +deactivates a user with false$"));
        Assert.That(result.Output + result.Error, Does.Not.Contain(_server.Token));
        Assert.That(await ListsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task It_prints_JSON_alone()
    {
        var result = await CommandLine.RunAsync([], "selftest", _server.BaseUri, "--token", _server.Token, "--json", "--dialect", "compliant");

        var trial = new Trial(result.ExitCode, result.Output, result.Error);
        Assert.That((trial.ExitCode, trial.Error), Is.EqualTo((0, "")));
        Assert.That(trial.Json["passed"]!.GetValue<int>(), Is.EqualTo(trial.Steps.Count()).And.GreaterThan(50));
        Assert.That(trial.Steps.Select(x => (string?)x["dialect"]).Distinct(), Is.EquivalentTo((string?[])[null, "compliant"]));
        Assert.That(trial.Steps.Select(x => (string?)x["why"]), Has.None.Empty);
    }

    [Test]
    public async Task A_signal_to_end_deletes_what_was_made()
    {
        var pid = 0;
        await using var server = await BrokenServer.StartAsync(_server, async call =>
        {
            await call.ForwardAsync();
            if (call.Method != "POST" || call.Path != "/Groups") return;

            using var kill = Process.Start("kill", ["-TERM", pid.ToString(CultureInfo.InvariantCulture)]);
            await call.HangAsync();
        });
        using var process = CommandLine.Start([("SCIM_TOKEN", _server.Token)], ["selftest", server.Url.ToString()]);
        pid = process.Id;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(130), output + await error);
        Assert.That(output, Does.Match(@"\nStopped before the end\.\n\d+ passed, 0 failed, 0 skipped\.\nEverything that was made is deleted again\.\n$"));
        Assert.That(await ListsAsync(), Does.Not.Contain("selftest-").And.Not.Contain("Selftest "));
    }

    [TestCase("No token. Set SCIM_TOKEN, or give --token.", "http://127.0.0.1:1/scim")]
    [TestCase("http://127.0.0.1:1/scim cannot be reached: Connection refused.", "http://127.0.0.1:1/scim", "--token", "secret-7")]
    [TestCase("The token has characters that no header can hold.", "http://127.0.0.1:1/scim", "--token", "secret-7\nX: y")]
    [TestCase("\"nowhere\" is no address; write one like https://scim.example.com/scim.", "nowhere")]
    [TestCase("Leave user and password out of the address, and give the token in SCIM_TOKEN.", "http://ada:secret-7@127.0.0.1:1/scim")]
    [TestCase("--timeout takes a number of seconds from 1 to 600.", "http://127.0.0.1:1/scim", "--timeout", "0")]
    [TestCase("Required argument missing for command: 'selftest'.")]
    public async Task A_wrong_command_or_address_is_told_in_a_sentence(string message, params string[] arguments)
    {
        var result = await CommandLine.RunAsync([("SCIM_TOKEN", "")], ["selftest", .. arguments]);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.Output);
        Assert.That(result.Error.Split('\n'), Does.Contain(message));
        Assert.That(result.Error + result.Output, Does.Not.Contain("secret-7").And.Not.Contain("   at "));
    }

    private async Task<string> ListsAsync() => (await _server.GetAsync("Users?count=1000")).Text + (await _server.GetAsync("Groups?count=1000")).Text;
}
