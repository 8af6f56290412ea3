namespace Scim.Tests.Api.Conformance;

/// <summary>Names are shown as they were sent and compared prepared (RFC 7644 sections 5 and 7.8).</summary>
public class UserNameTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("o'brien+x@example.com", "O'Brien+X@EXAMPLE.COM")]
    [TestCase("Ada Lovelace (guest)", "ada lovelace (GUEST)")]
    [TestCase("ＡＬＩＣＥ", "alice")]
    [TestCase("\u212Bngström", "ångstro\u0308m")]
    [TestCase("ﬁnn", "FINN")]
    [TestCase("STRASSE", "strasse")]
    [TestCase("אבג", "אבג")]
    [TestCase("abc\u202Edef", "ABC\u202EDEF")] // a control of writing direction
    [TestCase("a\tb\u0001c", "A\tB\u0001C")]
    public async Task Are_shown_as_sent_and_unique_as_prepared(string sent, string same)
    {
        using var client = _server.NewClient(await _server.NewTenantAsync());
        var created = await PostAsync(client, sent);
        Assert.That((created.Status, created.Body["userName"]!.GetValue<string>()), Is.EqualTo((201, sent)), created.Text);

        new Refusal(409, "uniqueness", "Another User has that userName. It is compared without regard to case.").Check(await PostAsync(client, same));
        using var found = await client.GetAsync(new Uri($"Users?filter={Uri.EscapeDataString($"userName eq {System.Text.Json.JsonSerializer.Serialize(same)}")}", UriKind.Relative));
        Assert.That((await ScimAnswer.OfAsync(found)).TotalResults, Is.EqualTo(1));
    }

    [TestCase("straße", "STRASSE")]
    [TestCase("İstanbul", "istanbul")]
    [TestCase("ısparta", "isparta")]
    [TestCase("ada", "ada ")]
    [TestCase("аda", "ada")] // the first letter is Cyrillic
    public async Task Are_two_where_preparing_leaves_them_apart(string one, string other)
    {
        using var client = _server.NewClient(await _server.NewTenantAsync());
        Assert.That((await PostAsync(client, one)).Status, Is.EqualTo(201));
        Assert.That((await PostAsync(client, other)).Status, Is.EqualTo(201));
    }

    [TestCase("\\u0000")]
    [TestCase("\\ud800")]
    public async Task Are_refused_where_they_cannot_be_stored(string escaped) =>
        await new Refusal(400, "invalidSyntax", "A string in the body holds U+0000 or half a surrogate pair, which cannot be stored.")
            .OfAsync(_server, () => _server.PostAsync("Users", Some.User($"a{escaped}b")));

    private static async Task<ScimAnswer> PostAsync(HttpClient client, string userName)
    {
        var body = new System.Text.Json.Nodes.JsonObject { ["schemas"] = new System.Text.Json.Nodes.JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = userName };
        using var content = new StringContent(body.ToJsonString(), System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/scim+json"));
        using var response = await client.PostAsync(new Uri("Users", UriKind.Relative), content);
        return await ScimAnswer.OfAsync(response);
    }
}
