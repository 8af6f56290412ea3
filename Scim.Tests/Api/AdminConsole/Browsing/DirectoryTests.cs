using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Scim.Tests.Api.AdminConsole.Browsing;

/// <summary>People and groups in a real browser, with whatever names they have.</summary>
public class DirectoryTests
{
    private const string Script = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Somebody_is_searched_for_and_the_page_says_what_happened()
    {
        var name = Some.Name();
        var id = (await _server.PostAsync("Users", Some.User(name, "\"displayName\": \"Ada Lovelace\", \"title\": \"Countess\""))).Id;
        await _server.PostAsync("Groups", Some.Group("Analytical Engine", id));
        await _server.PatchAsync($"Users/{id}", """{"op": "replace", "path": "active", "value": "perhaps"}""");
        await using var console = await ConsolePage.SignedInAsync(_server);

        await console.Page.GetByRole(AriaRole.Link, new() { Name = "People and groups" }).ClickAsync();
        await console.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync(name);
        await Expect(console.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"q={name}$"));
        await Expect(console.Page.GetByText("1 found")).ToBeVisibleAsync();
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Ada Lovelace" }).ClickAsync();

        await Expect(console.Heading("Ada Lovelace")).ToBeFocusedAsync();
        var main = console.Page.GetByRole(AriaRole.Main);
        foreach (var text in (string[])[name, "Countess", "Analytical Engine", "put into Group Analytical Engine", "400 patch: active must be true or false", "created: userName"])
            await Expect(main).ToContainTextAsync(text);
        await console.Page.GoBackAsync();
        await Expect(console.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" })).ToHaveValueAsync(name);
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task Nobody_leads_to_the_log_which_knows_who_was_deleted()
    {
        var name = Some.Name();
        var id = (await _server.PostAsync("Users", Some.User(name))).Id;
        await _server.DeleteAsync($"Users/{id}");
        await using var console = await ConsolePage.SignedInAsync(_server);
        await console.GoAsync($"directory?q={name}");

        await console.Page.GetByRole(AriaRole.Link, new() { Name = "See what the log has of it" }).ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("deleted.");
        await Expect(console.Page.GetByText("created: userName")).ToBeVisibleAsync();
        Assert.That(console.Faults, Is.Empty);
    }

    [Test]
    public async Task A_page_is_turned_to_its_top_and_the_way_back_from_somebody_leads_there()
    {
        var key = Guid.NewGuid().ToString("N")[..10];
        for (var i = 0; i < 60; i++) await _server.PostAsync("Users", Some.User($"{key}{i:00}@example.com"));
        await using var console = await ConsolePage.SignedInAsync(_server);
        await console.GoAsync($"directory?q={key}");
        await Expect(console.Page.GetByText("60 found, by user name")).ToBeVisibleAsync();
        await Expect(console.Page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("User name");

        await console.Button("Next").ClickAsync();
        await Expect(console.Page.GetByText("Page 2")).ToBeVisibleAsync();
        await Expect(console.Page.GetByRole(AriaRole.Group, new() { Name = "What was found" })).ToBeFocusedAsync();
        await Expect(console.Row($"{key}25@")).ToBeInViewportAsync();
        await console.Row($"{key}40@").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(console.Heading($"{key}40@example.com")).ToBeFocusedAsync();

        await console.Page.GoBackAsync();
        await Expect(console.Page.GetByText("Page 2")).ToBeVisibleAsync();
        await Expect(console.Page.GetByText("60 found")).ToBeVisibleAsync();
        await Expect(console.Row($"{key}25@")).ToBeVisibleAsync();
        await console.Page.ReloadAsync();
        await Expect(console.Row($"{key}25@")).ToBeVisibleAsync();
        await console.Button("Back").ClickAsync();
        await Expect(console.Row($"{key}00@")).ToBeVisibleAsync();
        await Expect(console.Button("Back")).ToHaveCountAsync(0);
        Assert.That(console.Faults, Is.Empty);
    }

    private static readonly string[] Names =
    [
        Script, "\"><svg onload=alert(3)>", "{{7*7}}${alert(4)}", new('W', 512), string.Concat(Enumerable.Repeat("long name ", 51)), "\u202eelddim eht ni tfel ot thgir", "עדה לאבלייס", "أدا لوفلايس",
        "\ud83d\udc69\u200d\ud83d\udcbb", "a\u0301\u0301\u0301\u0301\u0301",
    ];

    [TestCaseSource(nameof(Names))]
    public async Task A_name_runs_nothing_and_breaks_nothing(string name)
    {
        var user = await _server.PostAsync("Users", $$"""{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{{Some.Name()}}", "displayName": {{JsonSerializer.Serialize(name)}}, "title": {{JsonSerializer.Serialize(name)}}, "externalId": {{JsonSerializer.Serialize(name)}}}""");
        var group = await _server.PostAsync("Groups", $$"""{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": {{JsonSerializer.Serialize(name)}}, "members": [{"value": "{{user.Id}}"}]}""");
        Assert.That((user.Status, group.Status), Is.EqualTo((201, 201)));

        foreach (var width in (int[])[1180, 360])
        {
            await using var console = await ConsolePage.SignedInAsync(_server, width: width);
            foreach (var view in (string[])["directory", "directory?type=Group", $"User/{user.Id}", $"Group/{group.Id}", "log", $"log?q={user.Id}"])
            {
                await console.GoAsync(view);
                await console.SettledAsync();
                Assert.That(await console.OverflowAsync(), Is.Zero, $"{view} at {width}");
            }

            await console.GoAsync($"User/{user.Id}");
            await Expect(console.Page.Locator("h1 bdi")).ToHaveTextAsync(name, new() { UseInnerText = false });
            Assert.That(await console.Page.Locator("main img, main script, main svg").CountAsync(), Is.Zero);
            Assert.That(console.Faults, Is.Empty);
        }
    }
}
