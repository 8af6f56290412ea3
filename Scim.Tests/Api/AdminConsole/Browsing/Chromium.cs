using Microsoft.Playwright;

namespace Scim.Tests.Api.AdminConsole.Browsing;

/// <summary>
/// The one browser of a test run: what <c>SCIM_TEST_CHROMIUM</c> names, a Chromium of the machine, or one that Playwright fetches. Where there is
/// none, tests that need it are ignored; on CI they fail.
/// </summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
    private static readonly string[] Folders =
        ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome", "/Applications/Google Chrome.app/Contents/MacOS", "/Applications/Chromium.app/Contents/MacOS"];

    private static readonly Lazy<Task<(IBrowser? Browser, string Reason)>> Shared = new(() => Task.Run(LaunchAsync));

    public static async Task<IBrowser> GetAsync()
    {
        var (browser, reason) = await Shared.Value;
        if (browser is null && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        if (browser is null) Assert.Ignore(reason);
        return browser!;
    }

    public static async Task CloseAsync()
    {
        if (Shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && Shared.Value.Result.Browser is { } browser) await browser.CloseAsync();
    }

    private static async Task<(IBrowser?, string)> LaunchAsync()
    {
        var path = Environment.GetEnvironmentVariable("SCIM_TEST_CHROMIUM") is { Length: > 0 } given ? given : Find();
        try
        {
            // Playwright's own goes into its cache, once.
            if (path is null && Microsoft.Playwright.Program.Main(["install", "chromium"]) != 0) return (null, Missing("Playwright could not fetch one."));

            var playwright = await Playwright.CreateAsync();
            return (await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments() }), "");
        }
        catch (PlaywrightException e)
        {
            return (null, Missing(e.Message));
        }
    }

    private static string Missing(string reason) => $"There is no Chromium to test the console with. Install the package chromium, or name one in SCIM_TEST_CHROMIUM. {reason}";

    private static string? Find() =>
        Folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(folder => Names.Append("Google Chrome").Append("Chromium").Select(x => Path.Combine(folder, x)))
            .FirstOrDefault(File.Exists);

    private static string[] Arguments()
    {
        string[] quiet = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage"];
        return Environment.UserName == "root" ? [.. quiet, "--no-sandbox"] : quiet;
    }
}

[SetUpFixture]
public sealed class ChromiumEnd
{
    [OneTimeTearDown]
    public Task CloseAsync() => Chromium.CloseAsync();
}
