using System.Collections.Concurrent;
using Microsoft.Playwright;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api.AdminConsole.Browsing;

/// <summary>The console in a browser. Whatever the page should not do is noted: errors in its console, what its policy refuses, calls to others.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly Uri _root;

    private ConsolePage(IBrowserContext context, IPage page, Uri root)
    {
        (_context, Page, _root) = (context, page, root);
        page.Console += (_, x) =>
        {
            if (x.Type is "error" or "warning" && !(AllowsFailures && x.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))) _faults.Enqueue($"{x.Type}: {x.Text}");
        };
        page.PageError += (_, x) => _faults.Enqueue($"exception: {x}");
        page.Dialog += (_, x) => _faults.Enqueue($"a script ran: {x.Message}");
        page.Request += (_, x) =>
        {
            if (!x.Url.StartsWith(root.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)) _faults.Enqueue($"a call to {x.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Answers that are refusals are part of the test.</summary>
    public bool AllowsFailures { get; set; }

    public IReadOnlyCollection<string> Faults => _faults;

    /// <param name="root">Where the service is.</param>
    /// <param name="scheme">Dark or light.</param>
    /// <param name="width">Pixels.</param>
    public static async Task<ConsolePage> OpenAsync(Uri root, ColorScheme scheme = ColorScheme.Light, int width = 1180, int height = 820)
    {
        var browser = await Chromium.GetAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Permissions = ["clipboard-read", "clipboard-write"],
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        var page = new ConsolePage(context, await context.NewPageAsync(), root);
        await page.Page.GotoAsync(root.ToString());
        return page;
    }

    /// <summary>Opens it and signs in with a token of its own.</summary>
    public static async Task<ConsolePage> SignedInAsync(ScimServer server, ColorScheme scheme = ColorScheme.Light, int width = 1180, int height = 820)
    {
        var page = await OpenAsync(server.Root, scheme, width, height);
        await page.SignInAsync((await ConsoleClient.NewTokenAsync(server, TokenScope.Admin)).Secret);
        return page;
    }

    public async Task SignInAsync(string token)
    {
        await Page.GetByLabel("Admin token").FillAsync(token);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Heading("Overview")).ToBeVisibleAsync();
    }

    public async Task GoAsync(string view) => await Page.GotoAsync(new Uri(_root, "#/" + view).ToString());

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    /// <summary>Waits until nothing is being read any more.</summary>
    public Task SettledAsync() => Assertions.Expect(Page.Locator("main .wait, main [aria-busy=true]")).ToHaveCountAsync(0);

    /// <summary>How much wider the page is than the window.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
