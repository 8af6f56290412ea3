using Scim.Api.Authentication;
using Scim.Doubles.Faults;

namespace Scim.Tests.Api.GrafanaTokens;

/// <summary>For how long Grafana's word holds, and what holds while it gives none.</summary>
public class RememberedTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private static readonly TestCaseData[] Absences =
    [
        new TestCaseData(GrafanaFault.Unavailable).SetArgDisplayNames("503"),
        new TestCaseData(GrafanaFault.InternalError).SetArgDisplayNames("500"),
        new TestCaseData(GrafanaFault.TooManyRequests(1)).SetArgDisplayNames("429"),
        new TestCaseData(GrafanaFault.CutBefore).SetArgDisplayNames("cut"),
        new TestCaseData(GrafanaFault.InternalError with { Skip = 1 }).SetArgDisplayNames("500 to the second call"),
    ];

    [Test]
    public async Task A_good_token_is_asked_about_once_in_thirty_seconds()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync();
        for (var i = 0; i < 10; i++) await asked.VerifyAsync(token.Key);
        Assert.That(asked.Questions, Is.EqualTo(1));

        asked.Clock.Advance(GrafanaTokenVerifier.AcceptedFor);
        for (var i = 0; i < 10; i++) await asked.VerifyAsync(token.Key);
        Assert.That(asked.Questions, Is.EqualTo(2));
    }

    [Test]
    public async Task A_deleted_token_is_refused_after_thirty_seconds_at_the_latest()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync();
        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Accepted>());

        await asked.Grafana.DeleteTokenAsync(token.Account, token.Id);
        asked.Clock.Advance(GrafanaTokenVerifier.AcceptedFor);

        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Rejected>());
    }

    [Test]
    public async Task A_refused_token_is_asked_about_once_in_ten_seconds_and_taken_once_it_has_its_rights()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync("Viewer");
        for (var i = 0; i < 10; i++) Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Insufficient>());
        Assert.That(asked.Questions, Is.EqualTo(1));

        await asked.Grafana.SendAsync("PATCH", $"api/serviceaccounts/{token.Account}", new { role = "Admin" });
        asked.Clock.Advance(GrafanaTokenVerifier.RefusedFor);

        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Accepted>());
    }

    [Test]
    public async Task Many_requests_at_once_with_a_new_token_ask_once()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync();
        asked.Double.Faults.Add(GrafanaFault.Delay(TimeSpan.FromMilliseconds(200)));

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => asked.VerifyAsync(token.Key)));

        Assert.That(verdicts, Is.All.InstanceOf<Accepted>());
        Assert.That(asked.Questions, Is.EqualTo(1));
    }

    [Test]
    public async Task Whoever_goes_away_does_not_stop_the_question_of_the_others()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync();
        asked.Double.Faults.Add(GrafanaFault.Delay(TimeSpan.FromMilliseconds(200)));
        using var impatience = new CancellationTokenSource();

        var first = asked.Verifier.VerifyAsync(new PresentedSecret(token.Key), impatience.Token).AsTask();
        var second = asked.VerifyAsync(token.Key);
        await impatience.CancelAsync();

        Assert.That(() => first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await second, Is.InstanceOf<Accepted>());
    }

    [TestCaseSource(nameof(Absences))]
    public async Task While_Grafana_does_not_answer_a_token_that_was_good_stays_so_for_ten_minutes(GrafanaFault fault)
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync();
        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Accepted>());

        asked.Double.Faults.Add(fault);
        asked.Clock.Advance(GrafanaTokenVerifier.TrustedFor - Moment);
        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Accepted>());

        asked.Clock.Advance(GrafanaTokenVerifier.AwayFor);
        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Undecided>());
    }

    [TestCaseSource(nameof(Absences))]
    public async Task While_Grafana_does_not_answer_nothing_is_said_of_an_unknown_token(GrafanaFault fault)
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync();
        asked.Double.Faults.Add(fault);
        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Undecided>());

        asked.Double.Faults.Clear();
        asked.Clock.Advance(GrafanaTokenVerifier.AwayFor);
        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Accepted>());
    }

    [Test]
    public async Task A_Grafana_that_does_not_answer_is_left_alone_for_a_while()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var (good, unknown) = (await asked.NewTokenAsync(), await asked.NewTokenAsync());
        await asked.VerifyAsync(good.Key);
        asked.Clock.Advance(GrafanaTokenVerifier.AcceptedFor);
        asked.Double.Faults.Add(GrafanaFault.Unavailable);
        asked.Double.ClearCalls();

        for (var i = 0; i < 10; i++)
        {
            Assert.That(await asked.VerifyAsync(good.Key), Is.InstanceOf<Accepted>());
            Assert.That(await asked.VerifyAsync(unknown.Key), Is.InstanceOf<Undecided>());
        }

        Assert.That(asked.Questions, Is.EqualTo(1), "whatever the token");
    }

    [Test]
    public async Task A_token_that_was_refused_does_not_become_good_when_Grafana_goes_away()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync();
        await asked.VerifyAsync(token.Key);
        await asked.Grafana.DeleteTokenAsync(token.Account, token.Id);
        asked.Clock.Advance(GrafanaTokenVerifier.AcceptedFor);
        await asked.VerifyAsync(token.Key);

        asked.Double.Faults.Add(GrafanaFault.Unavailable);
        asked.Clock.Advance(GrafanaTokenVerifier.RefusedFor);

        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Undecided>());
    }
}
