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
