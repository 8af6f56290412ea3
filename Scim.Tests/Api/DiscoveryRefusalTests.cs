namespace Scim.Tests.Api;

/// <summary>What the three discovery endpoints do not take (RFC 7644 section 4), and what they pass over.</summary>
public class DiscoveryRefusalTests
{
    private const string User = "Schemas/urn:ietf:params:scim:schemas:core:2.0:User";

    private static readonly Refusal Filtered = new(403, null, "Discovery is not filtered; leave the filter out.");
    private static readonly Refusal NotAllowed = new(405, null, "This address does not take that method; the Allow header lists those it takes.");

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("Schemas")]
    [TestCase("ResourceTypes")]
    [TestCase("ServiceProviderConfig")]
    [TestCase(User)]
    [TestCase("ResourceTypes/User")]
    [TestCase("v2/Schemas")]
    public async Task A_filter_is_403_in_any_spelling(string path)
    {
        Filtered.Check(await _server.GetAsync($"{path}?FILTER=name eq \"User\""));
        Filtered.Check(await _server.GetAsync($"{path}?count=1&filter="));
    }

    [TestCase("Schemas")]
    [TestCase("ResourceTypes")]
    [TestCase("ServiceProviderConfig")]
    public async Task A_search_is_403_with_a_filter_and_405_without(string path)
    {
        const string schemas = "\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"]";
        Filtered.Check(await _server.PostAsync($"{path}/.search", $$"""{ {{schemas}}, "Filter": "id pr" }"""));
        Filtered.Check(await _server.PostAsync($"{path}/.search?filter=id pr", $$"""{ {{schemas}} }"""));

        foreach (var body in (string[])[$$"""{ {{schemas}}, "count": 1 }""", $$"""{ {{schemas}}, "filter": null }"""])
        {
            var answer = await _server.PostAsync($"{path}/.search", body);
            NotAllowed.Check(answer);
            Assert.That(answer.Headers["Allow"], Is.EqualTo("GET, HEAD"));
        }
    }

    [Test]
    public async Task Any_method_but_GET_and_HEAD_is_405(
        [Values("POST", "PUT", "PATCH", "DELETE", "OPTIONS")] string method,
        [Values("Schemas", "ResourceTypes", "ServiceProviderConfig", User, "ResourceTypes/User")] string path)
    {
        var answer = await _server.SendAsync(new HttpMethod(method), path, method.StartsWith('P') ? "{}" : null);
        NotAllowed.Check(answer);
        Assert.That(answer.Headers["Allow"], Is.EqualTo("GET, HEAD"));
    }

    [TestCase("Schemas")]
    [TestCase("ResourceTypes")]
    [TestCase("ServiceProviderConfig")]
    [TestCase(User)]
    [TestCase("ResourceTypes/Group")]
    public async Task Parameters_that_page_sort_or_choose_attributes_are_passed_over(string path)
    {
        var plain = await _server.GetAsync(path);
        foreach (var query in (string[])["count=0", "startIndex=99", "sortBy=nothing&sortOrder=sideways", "attributes=name", "excludedAttributes=id", "attributes=id&excludedAttributes=id", "cursor=x", "aadOptscim062020"])
            Assert.That((await _server.GetAsync($"{path}?{query}")).Text, Is.EqualTo(plain.Text), query);
    }

    [TestCase("Schemas")]
    [TestCase("ResourceTypes")]
    [TestCase("ServiceProviderConfig")]
    [TestCase(User)]
    public async Task HEAD_is_GET_without_its_body(string path)
    {
        var head = await _server.SendAsync(HttpMethod.Head, path);
        Assert.That((head.Status, head.ContentType, head.Text), Is.EqualTo((200, "application/scim+json", "")));
    }

    [TestCase("Schemas/urn:ietf:params:scim:api:messages:2.0:ListResponse")]
    [TestCase("Schemas/User")]
    [TestCase("Schemas/%20")]
    [TestCase("Schemas/.search")]
    [TestCase("ResourceTypes/user")]
    [TestCase("ResourceTypes/Users")]
    public async Task What_is_not_defined_is_404(string path)
    {
        var answer = await _server.GetAsync(path);
        Assert.That((answer.Status, (string)answer.Body["status"]!), Is.EqualTo((404, "404")), answer.Text);
        Assert.That(answer.Detail, Does.Match("^There is no (Schema|ResourceType) .*There are "));
    }

    [Test]
    public async Task A_schema_is_found_by_its_URN_in_any_case_and_encoding()
    {
        var expected = (await _server.GetAsync(User)).Text;
        foreach (var urn in (string[])["URN:IETF:params:scim:schemas:core:2.0:user", "urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Acore%3A2.0%3AUser"])
            Assert.That((await _server.GetAsync($"Schemas/{urn}")).Text, Is.EqualTo(expected));
    }

    [Test]
    public async Task Only_the_configuration_is_read_without_a_token()
    {
        using var anonymous = _server.NewClient(null);
        foreach (var (path, status) in ((string, int)[])[("ServiceProviderConfig", 200), ("Schemas", 401), ("ResourceTypes", 401), (User, 401)])
        {
            using var response = await anonymous.GetAsync(new Uri(path, UriKind.Relative));
            Assert.That((int)response.StatusCode, Is.EqualTo(status), path);
        }
    }
}
