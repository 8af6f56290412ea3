using Microsoft.Playwright;
using Scim.Tests.Faults;
using static Microsoft.Playwright.Assertions;

namespace Scim.Tests.Api.AdminConsole.Browsing;

/// <summary>The page while the database, or the service, is away.</summary>
public class OutageTests
{
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 60_000 };

    [Test]
    public async Task It_says_so_and_goes_on_by_itself()
    {
        await using var postgres = await PostgresCluster.StartNewAsync();
        using var service = new ServiceProcess(postgres.ConnectionString);
        await service.StartAsync();
        await using var console = await ConsolePage.OpenAsync(service.Root);
        console.AllowsFailures = true;
        await console.SignInAsync(ServiceProcess.Token);
        await Expect(console.Page.GetByText("Database answers")).ToBeVisibleAsync();

        postgres.Kill();
        var banner = console.Page.Locator("#banner");
        await Expect(banner).ToContainTextAsync("The database does not answer. Trying again; what is shown may be old.", Patient);
        await Expect(console.Page.GetByText("Something is wrong")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(console.Page.GetByText("Database answers")).ToHaveCountAsync(0);
        await console.Page.ReloadAsync();
        await Expect(banner).ToContainTextAsync("The database does not answer. Trying again.", Patient);

        await postgres.StartAsync();
        await Expect(console.Page.GetByText("Database answers")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(banner).ToBeHiddenAsync();

        service.Kill();
        await Expect(banner).ToContainTextAsync("The service does not answer.", Patient);
        await service.StartAsync();
        await Expect(banner).ToBeHiddenAsync(new() { Timeout = 60_000 });
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task Whoever_signs_in_meanwhile_is_told_so_too()
    {
        await using var postgres = await PostgresCluster.StartNewAsync();
        using var service = new ServiceProcess(postgres.ConnectionString);
        await service.StartAsync();
        postgres.Kill();
        await using var console = await ConsolePage.OpenAsync(service.Root);
        console.AllowsFailures = true;

        await console.Page.GetByLabel("Admin token").FillAsync(ServiceProcess.Token);
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The database does not answer.", Patient);

        await postgres.StartAsync();
        await Expect(async () => await console.SignInAsync(ServiceProcess.Token));
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task Signing_out_meanwhile_says_that_it_is_not_done()
    {
        await using var server = await ScimServer.StartAsync();
        await using var console = await ConsolePage.SignedInAsync(server);
        console.AllowsFailures = true;
        await console.Page.RouteAsync("**/console/api/session/end", x => x.AbortAsync());

        await console.Button("Sign out").ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("You are still signed in");
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task Each_part_that_cannot_be_read_says_so()
    {
        await using var server = await ScimServer.StartAsync();
        var group = (await server.PostAsync("Groups", Some.Group())).Id;
        await using var console = await ConsolePage.SignedInAsync(server);
        console.AllowsFailures = true;
        await Expect(console.Page.GetByText("Database answers", new() { Exact = true })).ToBeVisibleAsync();
        var isFailing = true;
        foreach (var part in (string[])["overview", "setup", "clients", "tokens?*", $"resources/Group/{group}/members", $"resources/Group/{group}/timeline"])
        {
            await console.Page.RouteAsync($"**/console/api/{part}", x => !isFailing ? x.ContinueAsync()
                : x.FulfillAsync(new() { Status = 500, ContentType = "application/problem+json", Body = $$"""{"detail": "No {{part}} today."}""" }));
        }

        var main = console.Page.GetByRole(AriaRole.Main);
        await Expect(main).ToContainTextAsync("Something is wrong", Patient);
        await Expect(main).ToContainTextAsync("Not known now");
        await Expect(main).Not.ToContainTextAsync("Database answers");
        await console.Page.ReloadAsync();
        await Expect(main).ToContainTextAsync("SCIM: No overview today.");
        await Expect(main).Not.ToContainTextAsync("Looking.");
        await console.GoAsync("setup");
        foreach (var part in (string[])["setup", "clients", "tokens"]) await Expect(main).ToContainTextAsync($"No {part}");
        await console.GoAsync($"Group/{group}");
        foreach (var part in (string[])["members", "timeline"]) await Expect(main).ToContainTextAsync($"/{part} today.");

        isFailing = false;
        await console.Button("Try again").ClickAsync();
        await Expect(main).ToContainTextAsync("It has no members.");
        await console.GoAsync("overview");
        await Expect(main).ToContainTextAsync("Database answers");
        Assert.That(console.Faults, Is.Empty);
    }

    /// <summary>Until it does not fail.</summary>
    private static async Task Expect(Func<Task> action)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await action();
                return;
            }
            catch (PlaywrightException) when (i < 10)
            {
                // The service's pool may still hold a dead connection.
            }
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
