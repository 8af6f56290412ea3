namespace Scim.Tests.Api.Selftest;

public class SelftestCleanupTests
{
    [Test]
    public async Task A_user_whose_making_was_answered_with_an_error_is_found_by_name_and_deleted()
    {
        await using var real = await ScimServer.StartAsync();
        await using var server = await BrokenServer.StartAsync(real, async call =>
        {
            await call.ForwardAsync();
            if (call.Status == 201) call.Answers(500, "text/plain", "lost");
        });
        var trial = await Trial.RunAsync(server.Url, real.Token);

        Assert.That(trial.ExitCode, Is.EqualTo(1));
        Assert.That(trial.Left, Is.Empty);
        Assert.That((await real.GetAsync("Users")).TotalResults + (await real.GetAsync("Groups")).TotalResults, Is.Zero);
    }

    [Test]
    public async Task Nobody_else_is_deleted_where_filters_are_ignored()
    {
        await using var real = await ScimServer.StartAsync();
        var ada = (await real.PostAsync("Users", Some.User())).Id;
        await using var server = await BrokenServer.StartAsync(real, async call =>
        {
            if (call.Method == "GET" && call.Path == "/Users")
            {
                var everybody = await real.GetAsync("Users?count=1000");
                call.Answers(200, "application/scim+json", everybody.Text);
                return;
            }

            await call.ForwardAsync();
            if (call.Status == 201) call.Answers(500, "text/plain", "lost");
        });
        var trial = await Trial.RunAsync(server.Url, real.Token);

        Assert.That(trial.Failed.Keys, Does.Contain("tests the connection"));
        Assert.That((await real.GetAsync("Users")).Resources.Select(x => x!["id"]!.GetValue<string>()), Is.EqualTo((string[])[ada]));
    }

    [Test]
    public async Task A_second_user_that_a_server_wrongly_makes_is_deleted_too()
    {
        await using var real = await ScimServer.StartAsync();
        await using var server = await BrokenServer.StartAsync(real, async call =>
        {
            await call.ForwardAsync();
            if (call.Status != 409 || call.Method != "POST" || call.Path != "/Users") return;

            var second = await real.PostAsync("Users", Some.User());
            call.Answers(201, "application/scim+json", second.Text);
        });
        var trial = await Trial.RunAsync(server.Url, real.Token);

        Assert.That(trial.Failed["creates the same user again"], Is.EqualTo("The status must be 409, and is 201."));
        Assert.That((await real.GetAsync("Users")).TotalResults, Is.Zero);
    }

    [Test]
    public async Task Where_only_DELETE_hangs_it_is_not_waited_for_after_each_step()
    {
        await using var real = await ScimServer.StartAsync();
        var deletes = 0;
        await using var server = await BrokenServer.StartAsync(real, call =>
        {
            if (call.Method != "DELETE") return call.ForwardAsync();

            deletes++;
            return call.HangAsync();
        });
        var trial = await Trial.RunAsync(server.Url, real.Token, x => x with { Timeout = TimeSpan.FromSeconds(8) });

        Assert.That(deletes, Is.EqualTo(4), "One after the first step that made something, two that are steps, and one at the end.");
        Assert.That(trial.Left, Has.All.EndsWith(": no answer within 8 seconds"));
    }
}
