using Microsoft.Playwright;
using Scim.Storage.Tokens;
using Scim.Tests.Grafana;
using static Microsoft.Playwright.Assertions;

namespace Scim.Tests.Api.AdminConsole.Browsing;

/// <summary>Makes the pictures of docs/console.md, of people who are not real at addresses that are nobody's.</summary>
[Explicit("It writes into docs/images.")]
public class Screenshots
{
    private static readonly string[] People =
        ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Katherine Johnson", "Edsger Dijkstra", "Barbara Liskov", "Donald Knuth", "Margaret Hamilton", "John McCarthy", "Hedy Lamarr", "Radia Perlman"];

    [Test]
    public async Task Are_made()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "3"), ("BrakePercent", "0"));
        var users = await FillAsync(scim);
        await scim.ScalarAsync("UPDATE scim.token SET name = 'entra' RETURNING 1");
        await scim.ScalarAsync("UPDATE scim.provisioning_log SET credential = 'entra' WHERE credential IS NOT NULL RETURNING 1");
        var tokens = (TokenStore)scim.Server.Services.GetService(typeof(TokenStore))!;
        await tokens.CreateAsync("default", "auditor", TokenScope.ReadOnly, DateTimeOffset.UtcNow.AddDays(30), CancellationToken.None);
        var (_, admin) = await tokens.CreateAsync("default", "operator", TokenScope.Admin, null, CancellationToken.None);

        foreach (var (name, scheme, width, views) in ((string, ColorScheme, int, string[])[])[
            ("light", ColorScheme.Light, 1000, ["overview", "setup", "brake"]), ("dark", ColorScheme.Dark, 1000, ["overview", $"User/{users[0].Id}", "plan"]), ("phone", ColorScheme.Light, 360, ["overview", "directory"])])
        {
            await using var console = await ConsolePage.OpenAsync(scim.Server.Root, scheme, width, width == 360 ? 780 : 700);
            await console.SignInAsync(admin);
            foreach (var view in views)
            {
                await console.GoAsync(view);
                if (view == "plan") await console.Button("Compare now").ClickAsync();
                if (view == "plan") await Expect(console.Page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
                await console.SettledAsync();
                await console.Page.EvaluateAsync("document.activeElement.blur()");
                await console.Page.ScreenshotAsync(new()
                {
                    Path = Repository.File("docs", "images", $"console-{view.Split('/')[0].ToLowerInvariant()}-{name}.png"),
                    Animations = ScreenshotAnimations.Disabled,
                    FullPage = view.StartsWith("User", StringComparison.Ordinal),
                });
            }
        }
    }

    private static async Task<List<(string Id, string Login)>> FillAsync(ConnectedScim scim)
    {
        var users = new List<(string Id, string Login)>();
        foreach (var (person, i) in People.Select((x, i) => (x, i)))
        {
            var (given, family) = (person.Split(' ')[0], person.Split(' ')[1]);
            var login = $"{given.ToLowerInvariant()}@example.com";
            users.Add((await scim.NewUserAsync(login, $$"""
                "externalId": "e-{{1_000 + i}}", "displayName": "{{person}}", "title": "Engineer", "active": true,
                "name": {"givenName": "{{given}}", "familyName": "{{family}}"}, "emails": [{"value": "{{login}}", "type": "work", "primary": true}]
                """), login));
        }

        await scim.NewGroupAsync("Analytical Engine", [.. users.Take(5).Select(x => x.Id)]);
        await scim.NewGroupAsync("Compilers", [.. users.Skip(3).Take(5).Select(x => x.Id)]);
        await scim.SettledAsync();
        await scim.Server.PostAsync("Users", Some.User("ada@example.com"));
        await scim.Server.PatchAsync($"Users/{users[0].Id}", """{"op": "replace", "path": "active", "value": "perhaps"}""");
        await scim.DisableTogetherAsync(users.Skip(6));
        await scim.StuckAsync();
        return users;
    }
}
