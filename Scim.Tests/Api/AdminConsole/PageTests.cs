using System.Text.RegularExpressions;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>The page and its files, as a browser gets them.</summary>
public partial class PageTests
{
    private ScimServer _server = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _http = new HttpClient { BaseAddress = _server.Root };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task The_page_is_at_the_root_and_all_of_its_addresses_are_relative_and_its_own()
    {
        var page = await GetAsync("/");
        Assert.That((page.Status, page.ContentType), Is.EqualTo((200, "text/html; charset=utf-8")));
        Assert.That(Addresses(page.Text), Has.Count.EqualTo(3).And.All.Match("^console/[0-9a-f]{16}/[a-z]+\\.(js|css|svg)$"));
    }

    [Test]
    public async Task No_script_and_no_style_stands_in_the_page_or_is_written_into_it()
    {
        var page = await GetAsync("/");
        Assert.That(page.Text, Does.Not.Match("<style|style=|\\son[a-z]+=|javascript:|<script(?! type=\"module\" src=)"));
        foreach (var file in await FilesAsync())
            Assert.That((await GetAsync(file)).Text, Does.Not.Match("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|\\.style\\b|https?://(?!learn\\.microsoft\\.com/|www\\.w3\\.org/)"), file);
    }

    [Test]
    public async Task Every_answer_says_what_browsers_may_do_with_it()
    {
        foreach (var path in (string[])["/", "/console/x/app.js", "/console/nothing", "/console/api/overview", "/console/api/session", "//", "//console/x/app.js", "//console/api/overview", "/console//api/overview"])
        {
            var answer = await GetAsync(path);
            var policy = answer.Headers["Content-Security-Policy"].Split("; ");
            Assert.That(policy, Is.SupersetOf((string[])["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"]), path);
            Assert.That(answer.Headers["Content-Security-Policy"], Does.Not.Contain("unsafe").And.Not.Contain("http"));
            Assert.That((answer.Headers["X-Content-Type-Options"], answer.Headers["Referrer-Policy"], answer.Headers["Cross-Origin-Resource-Policy"]), Is.EqualTo(("nosniff", "no-referrer", "same-origin")), path);
        }
    }

    [Test]
    public async Task Files_are_kept_for_good_and_the_page_is_asked_for_anew()
    {
        Assert.That((await GetAsync("/")).Headers["Cache-Control"], Is.EqualTo("no-cache"));
        foreach (var file in await FilesAsync())
        {
            var answer = await GetAsync(file);
            Assert.That((answer.Status, answer.Headers["Cache-Control"]), Is.EqualTo((200, "public, max-age=31536000, immutable")), file);
        }
    }

    [Test]
    public async Task What_a_browser_has_already_is_304()
    {
        foreach (var path in (string[])["/", .. await FilesAsync()])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", (await GetAsync(path)).Headers["ETag"]);
            using var response = await _http.SendAsync(request);
            Assert.That(((int)response.StatusCode, (await response.Content.ReadAsStringAsync()).Length), Is.EqualTo((304, 0)), path);
        }
    }

    [Test]
    public async Task A_file_of_another_version_is_this_one_s_and_not_kept()
    {
        var answer = await GetAsync("/console/0123456789abcdef/app.js");
        Assert.That((answer.Status, answer.Headers["Cache-Control"]), Is.EqualTo((200, "no-cache")));
    }

    [TestCase("/console/x/nothing.js")]
    [TestCase("/console/x/index.html")]
    [TestCase("/console/x/..%2f..%2fappsettings.json")]
    [TestCase("/console")]
    [TestCase("/console/x")]
    public async Task Another_address_is_404_and_says_where_the_console_is(string path)
    {
        var answer = await GetAsync(path);
        Assert.That((answer.Status, answer.ContentType, answer.Headers["Cache-Control"]), Is.EqualTo((404, "application/problem+json", "no-store")));
        Assert.That(answer.Detail, Is.EqualTo("There is no such page. The console is at /, the tenant URL of SCIM ends in /scim."));
    }

    [Test]
    public async Task HEAD_is_GET_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var response = await _http.SendAsync(request);
        Assert.That(((int)response.StatusCode, (await response.Content.ReadAsStringAsync()).Length), Is.EqualTo((200, 0)));
    }

    [Test]
    public async Task Other_methods_are_405()
    {
        using var response = await _http.PostAsync(new Uri("/", UriKind.Relative), null);
        Assert.That((int)response.StatusCode, Is.EqualTo(405));
    }

    private async Task<ScimAnswer> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(_server.Root.GetLeftPart(UriPartial.Authority) + path));
        return await ScimAnswer.OfAsync(response);
    }

    /// <summary>Those that the page names, and those that its scripts import.</summary>
    private async Task<IReadOnlyCollection<string>> FilesAsync()
    {
        var found = new HashSet<string>();
        var open = new Queue<string>(Addresses((await GetAsync("/")).Text).Select(x => "/" + x));
        while (open.TryDequeue(out var file))
        {
            if (!found.Add(file)) continue;
            foreach (Match import in Import().Matches((await GetAsync(file)).Text)) open.Enqueue(new Uri(new Uri(_server.Root, file), import.Groups[1].Value).AbsolutePath);
        }

        Assert.That(found, Has.Count.GreaterThan(10));
        return found;
    }

    private static List<string> Addresses(string html) => [.. Address().Matches(html).Select(x => x.Groups[1].Value).Where(x => !x.StartsWith('#'))];

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Address();

    [GeneratedRegex("from '([^']+)'")]
    private static partial Regex Import();
}
