namespace Scim.Tests.Api.Selftest;

/// <summary>What is printed, and what is not, when something is wrong.</summary>
public class SelftestOutputTests
{
    private ScimServer _real = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _real = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _real.DisposeAsync();

    [Test]
    public async Task A_failure_shows_the_change_and_what_came_of_it()
    {
        await using var server = await BrokenServer.StartAsync(_real, Faults.RemovalEmptiesTheGroup);
        var trial = await Trial.RunAsync(server.Url, _real.Token, x => x with { AsJson = false });

        Assert.That(trial.Output, Does.Match("(?m)^FAILED +legacy +required +removes a member and keeps the others$"));
        Assert.That(trial.Output, Does.Match(
            """
            (?m)^1\. removes a member and keeps the others \(legacy dialect\)

               Found    members must be [0-9a-f-]+, [0-9a-f-]+, and is empty\.
               Sends    remove members with a list of values
               Expects  the others in the group
               Why      The RFC knows no value in a remove; some servers then empty the group\.

               > PATCH http://127.0.0.1:\d+/scim/Groups/[0-9a-f-]+
               > Authorization: Bearer \*\*\*
               > Accept: application/scim\+json
               > Content-Type: application/scim\+json; charset=utf-8
               >
               > {
            """));
        Assert.That(trial.Output, Does.Match(@"(?m)^   < 204 No Content\n   < Server: Kestrel\n\n   > GET http://127.0.0.1:\d+/scim/Groups/[0-9a-f-]+$").And.Match("(?m)^   < Content-Type: application/scim\\+json$"));
        Assert.That(trial.Output, Does.Match(@"\n\d+ passed, 4 failed \(4 of them required by Entra\), 0 skipped\.\nEverything that was made is deleted again\.\n$"));
    }

    [Test]
    public async Task A_token_that_the_server_says_back_is_hidden()
    {
        await using var server = await BrokenServer.StartAsync(_real, async call =>
        {
            await call.ForwardAsync();
            if (call.Method == "PATCH") call.Answers(500, "text/plain", $"debug: {call.Authorization}");
        });
        var trial = await Trial.RunAsync(server.Url, _real.Token, x => x with { AsJson = false });
        Assert.That(trial.Output, Does.Contain("   < debug: Bearer ***"));
    }

    [Test]
    public async Task A_server_cannot_steer_the_terminal()
    {
        await using var server = await BrokenServer.StartAsync(_real, async call =>
        {
            await call.ForwardAsync();
            if (call.Status == 409) call.Answers(500, "text/plain", "\u001b]0;owned\u0007");
        });
        var trial = await Trial.RunAsync(server.Url, _real.Token, x => x with { AsJson = false });
        Assert.That(trial.Output, Does.Contain("\uFFFD]0;owned\uFFFD"));
        Assert.That(trial.Output.Where(char.IsControl).Distinct(), Is.EqualTo("\n"));
    }

    [Test]
    public async Task A_long_body_is_shortened()
    {
        await using var server = await BrokenServer.StartAsync(_real, async call =>
        {
            await call.ForwardAsync();
            if (call.Status == 409) call.Answers(500, "text/plain", new string('x', 100_000));
        });
        var trial = await Trial.RunAsync(server.Url, _real.Token, x => x with { AsJson = false });
        Assert.That(trial.Output, Does.Contain($"   < {new string('x', 2000)}\n   < … (100000 characters in all)\n"));
    }

    [TestCase(401, "{}", " refuses the token: it answers 401. Check SCIM_TOKEN or --token.")]
    [TestCase(403, "<html>", " refuses the token: it answers 403. Check SCIM_TOKEN or --token.")]
    [TestCase(301, "", " leads elsewhere: it answers 301, Location https://elsewhere.example.com/. Give the address that it leads to.")]
    [TestCase(404, "<html>", " answers 404 with a web page. Check that this is the tenant URL, under which /Users is.")]
    public async Task When_nothing_can_be_tried_a_sentence_says_why(int status, string body, string message)
    {
        await using var server = await BrokenServer.StartAsync(_real, call =>
        {
            call.Answers(status, "text/html", body);
            if (status == 301) call.Location = "https://elsewhere.example.com/";
            return Task.CompletedTask;
        });
        var trial = await Trial.RunAsync(server.Url, _real.Token);
        Assert.That((trial.ExitCode, trial.Output, trial.Error), Is.EqualTo((2, "", server.Url + message + Environment.NewLine)));
    }

    [Test]
    public async Task A_server_that_hangs_is_told_from_one_that_is_not_there()
    {
        await using var server = await BrokenServer.StartAsync(_real, call => call.HangAsync());
        var trial = await Trial.RunAsync(server.Url, _real.Token, x => x with { Timeout = TimeSpan.FromSeconds(1) });
        Assert.That((trial.ExitCode, trial.Error), Is.EqualTo((2, $"{server.Url} cannot be reached: no answer within 1 seconds.{Environment.NewLine}")));
    }
}
