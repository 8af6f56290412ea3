using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Scim.Tests.Grafana;
using static Microsoft.Playwright.Assertions;

namespace Scim.Tests.Api.AdminConsole.Browsing;

/// <summary>The console for those who do not see it, have no mouse, or a small screen.</summary>
public class AccessibilityTests
{
    private ConnectedScim _scim = null!;
    private string _user = "";
    private string _group = "";

    private ScimServer Server => _scim.Server;

    private IEnumerable<string> Views => ["overview", "setup", "directory", "directory?type=Group", $"User/{_user}", $"Group/{_group}", "log", "plan", "brake"];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _scim = await ConnectedScim.StartAsync(("BrakeUsers", "0"), ("BrakePercent", "0"));
        _user = await _scim.NewUserAsync("ada@example.com", "\"displayName\": \"Ada Lovelace\", \"name\": {\"givenName\": \"Ada\"}, \"emails\": [{\"value\": \"ada@example.com\", \"type\": \"work\"}]");
        _group = await _scim.NewGroupAsync("Analytical Engine", _user);
        await _scim.SettledAsync();
        await _scim.SetActiveAsync(_user, false);
        await Server.PostAsync("Users", Some.User("ada@example.com"));
        await _scim.StuckAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _scim.DisposeAsync();

    [TestCase(ColorScheme.Light, 1180)]
    [TestCase(ColorScheme.Dark, 1180)]
    [TestCase(ColorScheme.Light, 360)]
    [TestCase(ColorScheme.Dark, 360)]
    public async Task No_view_has_a_fault_that_axe_finds(ColorScheme scheme, int width)
    {
        await using var console = await ConsolePage.OpenAsync(Server.Root, scheme, width);
        await Expect(console.Heading("Sign in")).ToBeVisibleAsync();
        await WithoutFaultsAsync(console, "sign-in");
        await console.SignInAsync((await ConsoleClient.NewTokenAsync(Server, "scim.admin")).Secret);

        foreach (var view in Views)
        {
            await console.GoAsync(view);
            await console.SettledAsync();
            if (view == "plan")
            {
                await console.Button("Compare now").ClickAsync();
                await Expect(console.Page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
            }

            await WithoutFaultsAsync(console, view);
            Assert.That(await console.OverflowAsync(), Is.Zero, view);
        }

        await console.Button("Release 1").ClickAsync();
        await WithoutFaultsAsync(console, "the dialog of the release");
        await console.Button("Cancel").ClickAsync();
        await console.GoAsync("setup");
        await console.Button("Make a token").First.ClickAsync();
        await WithoutFaultsAsync(console, "the dialog of a token");
    }

    [Test]
    public async Task Everything_is_reached_by_the_keyboard_and_seen_to_be()
    {
        await using var console = await ConsolePage.OpenAsync(Server.Root);
        var page = console.Page;
        var (_, secret) = await ConsoleClient.NewTokenAsync(Server, "scim.admin");
        await Expect(page.GetByLabel("Admin token")).ToBeFocusedAsync();
        await page.Keyboard.InsertTextAsync(secret);
        await page.Keyboard.PressAsync("Enter");
        await Expect(console.Heading("Overview")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Shift+Tab");
        await TabToAsync(page, "Set up", back: true);
        await page.Keyboard.PressAsync("Enter");
        await Expect(console.Heading("Set up")).ToBeFocusedAsync();

        await TabToAsync(page, "Make a token");
        await page.Keyboard.PressAsync("Enter");
        var name = Some.Name();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Copy it now")).ToBeVisibleAsync();
        await console.Button("Done").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(console.Row(name)).ToBeVisibleAsync();

        await TabToAsync(page, $"Revoke {name}");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Revoke");
        await page.Keyboard.PressAsync("Enter");
        await Expect(console.Row(name)).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Filter the tokens by name")).ToBeFocusedAsync();
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task The_first_stop_is_a_way_past_the_navigation()
    {
        await using var console = await ConsolePage.SignedInAsync(Server);
        await console.Page.EvaluateAsync("document.activeElement.blur(); document.body.focus()");
        await console.Page.Locator("#skip").FocusAsync();
        await Expect(console.Page.Locator("#skip")).ToBeInViewportAsync();
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        Assert.That(console.Page.Url, Does.Not.EndWith("#main"));
    }

    [Test]
    public async Task Looking_again_by_itself_takes_the_focus_from_nobody()
    {
        await using var console = await ConsolePage.SignedInAsync(Server);
        var link = console.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link).Filter(new() { HasTextRegex = new("^[0-9]+$") }).First;
        await link.FocusAsync();
        var before = await link.TextContentAsync();
        await _scim.NewUserAsync(Some.Name() + "@example.com");

        await Expect(link).Not.ToHaveTextAsync(before!, new() { Timeout = 60_000 });
        await Expect(link).ToBeFocusedAsync();
        Assert.That(console.Faults, Is.Empty);
    }

    /// <summary>Presses Tab until the element has the focus, and holds that each on the way shows that it has.</summary>
    private static async Task TabToAsync(IPage page, string name, bool back = false)
    {
        for (var i = 0; i < 80; i++)
        {
            var (label, isSeen) = (await page.EvaluateAsync<string>("document.activeElement.ariaLabel ?? document.activeElement.textContent ?? ''"),
                await page.EvaluateAsync<bool>("document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement.matches('h1, main, dialog')"));
            Assert.That(isSeen, Is.True, $"{label} does not show the focus");
            if (label == name) return;
            await page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
        }

        Assert.Fail($"{name} is not reached.");
    }

    private static async Task WithoutFaultsAsync(ConsolePage console, string view)
    {
        var found = await console.Page.RunAxe();
        Assert.That(found.Violations.Select(x => $"{view}: {x.Id}: {x.Help}: {string.Join(" | ", x.Nodes.Select(n => n.Html))}"), Is.Empty);
    }
}
