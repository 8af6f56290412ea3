namespace Scim.Tests.Api.Searching;

/// <summary>Queries by POST, which keep what is asked out of addresses and their logs.</summary>
public class SearchTests
{
    private const string Schema = "\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"]";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        for (var i = 1; i <= 5; i++)
            await _server.PostAsync("Users", Some.User($"u{i}", $$""" "title": "{{(i % 2 == 0 ? "even" : "odd")}}", "emails": [{"value": "u{{i}}@example.com", "type": "work"}] """));
        await _server.PostAsync("Groups", Some.Group("odd ones"));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("", "")]
    [TestCase("\"filter\": \"title eq \\\"odd\\\"\"", "filter=title eq \"odd\"")]
    [TestCase("\"filter\": \"emails[type eq \\\"work\\\" and value co \\\"3@\\\"]\"", "filter=emails[type eq \"work\" and value co \"3@\"]")]
    [TestCase("\"sortBy\": \"title\", \"sortOrder\": \"descending\"", "sortBy=title&sortOrder=descending")]
    [TestCase("\"startIndex\": 2, \"count\": 2", "startIndex=2&count=2")]
    [TestCase("\"startIndex\": \"2\", \"count\": \"2\"", "startIndex=2&count=2")]
    [TestCase("\"count\": 0", "count=0")]
    [TestCase("\"count\": -1", "count=-1")]
    [TestCase("\"attributes\": [\"userName\", \"emails.value\"]", "attributes=userName,emails.value")]
    [TestCase("\"attributes\": \"userName, emails.value\"", "attributes=userName,emails.value")]
    [TestCase("\"excludedAttributes\": [\"emails\"]", "excludedAttributes=emails")]
    [TestCase("\"FILTER\": \"userName eq \\\"u1\\\"\", \"other\": [1]", "filter=userName eq \"u1\"")]
    [TestCase("\"filter\": null, \"attributes\": null, \"cursor\": null", "")]
    [TestCase("\"filter\": \"userName eq \\\"nobody\\\"\"", "filter=userName eq \"nobody\"")]
    public async Task A_search_answers_what_the_same_query_by_get_answers(string body, string query)
    {
        foreach (var path in (string[])["Users", ""])
        {
            var search = await _server.PostAsync($"{path}{(path.Length == 0 ? "" : "/")}.search", $"{{{Schema}{(body.Length == 0 ? "" : ", " + body)}}}");

            Assert.That(search.Status, Is.EqualTo(200), search.Text);
            Assert.That(search.Text, Is.EqualTo((await _server.GetAsync($"{path}?{query}")).Text));
            Assert.That(search.ContentType, Is.EqualTo("application/scim+json"));
        }
    }

    [TestCase("{}", "invalidSyntax", "The body of a search needs *")]
    [TestCase("{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"]}", "invalidSyntax", "The body of a search needs *")]
    [TestCase("{\"schemas\": \"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"}", "invalidSyntax", "The body of a search needs *")]
    [TestCase("[]", "invalidSyntax", "The body must be a JSON object.")]
    [TestCase("{SCHEMA, \"filter\": 5}", "invalidSyntax", "filter must be a string.")]
    [TestCase("{SCHEMA, \"filter\": \"\"}", "invalidFilter", "*")]
    [TestCase("{SCHEMA, \"filter\": \"title zz 1\"}", "invalidFilter", "*")]
    [TestCase("{SCHEMA, \"attributes\": [1]}", "invalidSyntax", "attributes must be an array of strings.")]
    [TestCase("{SCHEMA, \"attributes\": {\"a\": 1}}", "invalidSyntax", "attributes must be an array of strings.")]
    [TestCase("{SCHEMA, \"attributes\": [\"userName\"], \"excludedAttributes\": [\"title\"]}", "invalidValue", "attributes and excludedAttributes exclude each other; send one of them.")]
    [TestCase("{SCHEMA, \"count\": \"many\"}", "invalidValue", "count must be a whole number.")]
    [TestCase("{SCHEMA, \"count\": 1.5}", "invalidValue", "count must be a whole number.")]
    [TestCase("{SCHEMA, \"count\": true}", "invalidSyntax", "count must be a number.")]
    [TestCase("{SCHEMA, \"cursor\": \"\", \"count\": 1.5}", "invalidCount", "count must be a whole number.")]
    [TestCase("{SCHEMA, \"cursor\": \"forged\"}", "invalidCursor", "*")]
    [TestCase("{SCHEMA, \"sortOrder\": \"up\"}", "invalidValue", "sortOrder is ascending or descending.")]
    public async Task A_body_that_is_no_search_request_is_refused(string body, string scimType, string detail)
    {
        foreach (var path in (string[])["Users/.search", ".search"])
            await new Refusal(400, scimType, detail).OfAsync(_server, () => _server.PostAsync(path, body.Replace("SCHEMA", Schema, StringComparison.Ordinal)));
    }

    [Test]
    public async Task Searching_under_a_resource_is_404() =>
        Assert.That((await _server.PostAsync("Users/x/.search", $"{{{Schema}}}")).Status, Is.EqualTo(404));

    [TestCase("", "u1 u2 u3 u4 u5 odd ones")]
    [TestCase("filter=(meta.resourceType eq \"User\") or (meta.resourceType eq \"Group\")", "u1 u2 u3 u4 u5 odd ones")]
    [TestCase("filter=meta.resourceType eq \"Group\"", "odd ones")]
    [TestCase("filter=title eq \"odd\" or displayName sw \"odd\"", "u1 u3 u5 odd ones")]
    [TestCase("filter=displayName eq \"ODD ONES\"", "odd ones")]
    [TestCase("filter=emails.value eq \"u2@example.com\"", "u2")]
    [TestCase("filter=emails[value eq \"u2@example.com\"]", "u2")]
    [TestCase("filter=not (emails pr)", "odd ones")]
    [TestCase("filter=title ne \"odd\"", "u2 u4 odd ones")] // ne is not eq, and what is not there is not equal
    [TestCase("filter=title eq null", "odd ones")]
    [TestCase("filter=shoeSize pr", "")] // nothing has it
    [TestCase("filter=shoeSize eq 1", "")]
    [TestCase("filter=not (shoeSize pr) and title eq \"even\"", "u2 u4")]
    [TestCase("filter=shoeSize[a eq 1]", "")]
    [TestCase("filter=urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"u\"", "u1 u2 u3 u4 u5")]
    [TestCase("filter=groups.display eq \"x\" or members.display eq \"x\"", "")]
    [TestCase("sortBy=displayName&count=2", "odd ones u1")]
    [TestCase("sortBy=userName&sortOrder=descending&count=3", "odd ones u5 u4")]
    public async Task The_root_is_a_list_of_all_types(string query, string names)
    {
        foreach (var path in (string[])["", "../scim/v2/", "../scim"])
        {
            var page = await _server.GetAsync($"{path}?{query}");
            Assert.That(page.Status, Is.EqualTo(200), page.Text);
            Assert.That(string.Join(' ', page.Resources.Select(x => x!["userName"] ?? x["displayName"])), Is.EqualTo(names));
        }
    }

    [Test]
    public async Task Each_resource_of_the_root_shows_what_its_own_type_has()
    {
        var page = await _server.GetAsync("?attributes=userName,displayName,meta.resourceType&filter=userName eq \"u1\" or displayName pr");

        Assert.That(page.Resources.Select(x => string.Join(' ', ((System.Text.Json.Nodes.JsonObject)x!).Select(p => p.Key))), Is.EqualTo(new[]
        {
            "schemas userName id meta", "schemas displayName id meta",
        }));
    }

    [TestCase("filter=title zz 1", "invalidFilter")]
    [TestCase("filter=active gt true", "invalidFilter")]
    [TestCase("sortBy=shoeSize", "invalidValue")]
    [TestCase("sortBy=name", "invalidValue")]
    public async Task A_query_over_all_types_is_refused_where_no_type_could_answer_it(string query, string scimType)
    {
        var answer = await _server.GetAsync($"?{query}");

        Assert.That((answer.Status, answer.ScimType), Is.EqualTo((400, scimType)), answer.Text);
    }
}
