using Microsoft.Playwright;
using Scim.Tests.Grafana;
using static Microsoft.Playwright.Assertions;

namespace Scim.Tests.Api.AdminConsole.Browsing;

/// <summary>The plan and the brake in a real browser, with Grafana's double behind.</summary>
public class GrafanaTests
{
    [Test]
    public async Task Who_is_held_is_seen_planned_and_released()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "1"), ("BrakePercent", "0"));
        var users = new List<(string Id, string Login)>();
        foreach (var name in (string[])["ada", "grace", "alan"]) users.Add((await scim.NewUserAsync($"{name}@example.com"), $"{name}@example.com"));
        await scim.SettledAsync();
        await scim.DisableTogetherAsync(users);
        await scim.StuckAsync();
        await using var console = await ConsolePage.SignedInAsync(scim.Server);

        await Expect(console.Page.GetByText("3 changes are held by the brake.")).ToBeVisibleAsync();
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Grafana plan" }).ClickAsync();
        await console.Button("Compare now").ClickAsync();
        await Expect(console.Page.GetByText("0 to add, 0 to change, 3 to remove, 0 refused. Nothing was changed.").First).ToBeVisibleAsync();
        await Expect(console.Row("ada@example.com")).ToContainTextAsync("disable");

        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Brake" }).ClickAsync();
        await Expect(console.Row("grace@example.com")).ToContainTextAsync("Loses access");
        await console.Button("Release 3").ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("3 people lose access in Grafana now");
        await console.Button("Cancel").ClickAsync();
        Assert.That((await scim.Due.ReportAsync("default", 1, CancellationToken.None)).Held, Is.EqualTo(3), "nothing is released without a yes");

        await console.Button("Release 3").ClickAsync();
        await console.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Release 3" }).ClickAsync();
        await Expect(console.Page.GetByText("3 changes are released, and made now.")).ToBeVisibleAsync();
        await Expect(console.Page.GetByText("Nothing is held")).ToBeVisibleAsync();
        await scim.SettledAsync();
        foreach (var (_, login) in users) Assert.That(await scim.Grafana.DescribeAsync(login), Does.EndWith(" disabled"));
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task Without_a_Grafana_each_view_says_so()
    {
        await using var server = await ScimServer.StartAsync();
        await using var console = await ConsolePage.SignedInAsync(server);
        foreach (var view in (string[])["overview", "plan", "brake"])
        {
            await console.GoAsync(view);
            await Expect(console.Page.GetByText("No Grafana is configured for this tenant")).ToBeVisibleAsync();
        }

        Assert.That(console.Faults, Is.Empty);
    }
}
