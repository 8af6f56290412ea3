using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Scim.Storage.Tokens;
using static Microsoft.Playwright.Assertions;

namespace Scim.Tests.Api.AdminConsole.Browsing;

/// <summary>Signing in, and what goes into the identity provider, in a real browser.</summary>
public class SetUpTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_token_that_may_not_sign_in_is_told_so_and_an_admin_s_may()
    {
        await using var console = await ConsolePage.OpenAsync(_server.Root);
        console.AllowsFailures = true;
        foreach (var (token, answer) in ((string, string)[])[(_server.Token, "This token is for SCIM and may not sign in here."), ("garbage", "This token is unknown, expired or revoked.")])
        {
            await console.Page.GetByLabel("Admin token").FillAsync(token);
            await console.Page.Keyboard.PressAsync("Enter");
            await Expect(console.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(answer);
        }

        await console.SignInAsync((await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin)).Secret);
        await console.Page.ReloadAsync();
        await Expect(console.Heading("Overview")).ToBeVisibleAsync();
        await console.Button("Sign out").ClickAsync();
        await Expect(console.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
        Assert.That(await console.Page.EvaluateAsync<string>("JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])"), Is.EqualTo("""["",{},{}]"""));
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task What_is_copied_works_in_a_SCIM_client_until_it_is_revoked()
    {
        await using var console = await ConsolePage.SignedInAsync(_server);
        await console.GoAsync("setup");
        var name = Some.Name();

        await console.Button("Copy: Tenant URL").ClickAsync();
        var url = await console.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await console.Button("Make a token").First.ClickAsync();
        await console.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await console.Button("Make it").ClickAsync();
        await console.Button($"Copy: Secret token “{name}”").ClickAsync();
        var secret = await console.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await console.Button("Done").ClickAsync();

        Assert.That((url, await StatusAsync(url, secret)), Is.EqualTo((_server.BaseUri, 200)));
        await Expect(console.Row(name)).ToContainTextAsync("SCIM");
        Assert.That(await console.Page.ContentAsync(), Does.Not.Contain(secret), "it is shown once");

        await console.Button($"Revoke {name}").ClickAsync();
        await Expect(console.Button("Cancel")).ToBeFocusedAsync();
        await console.Button("Revoke").ClickAsync();
        await Expect(console.Row(name)).ToHaveCountAsync(0);
        Assert.That(() => StatusAsync(url, secret), Is.EqualTo(401).After(60_000, 200));
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task A_secret_that_is_on_its_way_or_shown_is_not_lost_by_a_key_or_the_end_of_the_session()
    {
        await using var console = await ConsolePage.OpenAsync(_server.Root);
        console.AllowsFailures = true;
        var (own, signsIn) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        await console.SignInAsync(signsIn);
        await console.GoAsync("setup");
        var name = Some.Name();
        var answers = new TaskCompletionSource();
        await console.Page.RouteAsync("**/console/api/tokens", async route =>
        {
            await answers.Task;
            await route.ContinueAsync();
        });

        await console.Button("Make a token").First.ClickAsync();
        await console.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await console.Button("Make it").ClickAsync();
        for (var i = 0; i < 3; i++) await console.Page.Keyboard.PressAsync("Escape");
        await console.Button("Cancel").ClickAsync(new() { Force = true });
        answers.SetResult();
        await Expect(console.Button($"Copy: Secret token “{name}”")).ToBeVisibleAsync();
        for (var i = 0; i < 3; i++) await console.Page.Keyboard.PressAsync("Escape");

        await _server.Services.GetRequiredService<TokenStore>().RevokeAsync("default", own.Id, CancellationToken.None);
        await console.Page.EvaluateAsync("location.hash = '#/overview'");
        await Expect(console.Page.GetByText("The session has ended. Sign in again.")).ToBeVisibleAsync();
        await console.Button($"Copy: Secret token “{name}”").ClickAsync();
        Assert.That(await StatusAsync(_server.BaseUri, await console.Page.EvaluateAsync<string>("navigator.clipboard.readText()")), Is.EqualTo(200));
        await console.Button("Done").ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task The_last_page_is_shown_where_the_one_that_was_looked_at_is_gone()
    {
        await using var server = await ScimServer.StartAsync();
        var tokens = server.Services.GetRequiredService<TokenStore>();
        for (var i = 0; i < 49; i++) await tokens.CreateAsync("default", $"Token {i:000}", null, CancellationToken.None);
        await using var console = await ConsolePage.SignedInAsync(server);
        await console.GoAsync("setup");
        await console.Button("Older").ClickAsync();
        await Expect(console.Page.GetByText("Page 2 of 2, 51 tokens")).ToBeVisibleAsync();

        await console.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Revoke ") }).ClickAsync();
        await console.Button("Revoke").ClickAsync();
        await Expect(console.Page.GetByText("50 tokens")).ToBeVisibleAsync();
        await Expect(console.Row("Token 048")).ToBeVisibleAsync();
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task Whoever_rotates_the_own_token_is_told_what_that_means()
    {
        await using var console = await ConsolePage.OpenAsync(_server.Root);
        var (token, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        await console.SignInAsync(secret);
        await console.GoAsync("setup");
        await console.Page.GetByLabel("Filter the tokens by name").FillAsync(token.Name);
        await console.Button($"Rotate {token.Name}").ClickAsync();
        await Expect(console.Page.GetByText("You are signed in with this token: when it ends, you are signed out.")).ToBeVisibleAsync();
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task Revoking_the_own_token_says_so_first_and_leads_to_the_sign_in()
    {
        await using var console = await ConsolePage.OpenAsync(_server.Root);
        console.AllowsFailures = true;
        var (token, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        await console.SignInAsync(secret);
        await console.GoAsync("setup");
        await console.Page.GetByLabel("Filter the tokens by name").FillAsync(token.Name);
        await console.Button($"Revoke {token.Name}").ClickAsync();
        await Expect(console.Page.GetByText("You are signed in with this token, and will be signed out.")).ToBeVisibleAsync();
        await console.Button("Revoke").ClickAsync();

        await Expect(console.Page.GetByText("The session has ended. Sign in again.")).ToBeVisibleAsync();
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task A_thousand_tokens_stay_usable()
    {
        await using var server = await ScimServer.StartAsync();
        var tokens = server.Services.GetRequiredService<TokenStore>();
        for (var i = 0; i < 1_000; i++) await tokens.CreateAsync("default", $"Token {i:000}", null, CancellationToken.None);
        await using var console = await ConsolePage.SignedInAsync(server, width: 360);
        await console.GoAsync("setup");

        await Expect(console.Page.GetByText("Page 1 of 21, 1,002 tokens")).ToBeVisibleAsync();
        await console.Button("Older").ClickAsync();
        await Expect(console.Page.GetByText("Page 2 of 21")).ToBeVisibleAsync();
        await Expect(console.Button("Older")).ToBeFocusedAsync();
        await console.Page.GetByLabel("Filter the tokens by name").FillAsync("token 77");
        await Expect(console.Page.GetByText("10 tokens")).ToBeVisibleAsync();
        await Expect(console.Row("Token 777")).ToBeVisibleAsync();
        Assert.That(await console.OverflowAsync(), Is.Zero);
        Assert.That(console.Faults, Is.Empty);
    }

    private static async Task<int> StatusAsync(string url, string token)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(new Uri($"{url}/Users?count=0"));
        return (int)answer.StatusCode;
    }
}
