using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api;

public class DiscoveryTests
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("Schemas")]
    [TestCase("ResourceTypes")]
    public async Task Lists_everything_whatever_page_is_asked_for(string path)
    {
        var all = await _server.GetAsync(path);

        Assert.That(all.Body["schemas"]!.ToJsonString(), Is.EqualTo("""["urn:ietf:params:scim:api:messages:2.0:ListResponse"]"""));
        Assert.That(all.Body["totalResults"]!.GetValue<int>(), Is.EqualTo(all.Resources.Count));
        Assert.That((await _server.GetAsync($"{path}?count=1&startIndex=2&attributes=name&sortBy=name")).Text, Is.EqualTo(all.Text));
    }

    [TestCase("Schemas")]
    [TestCase("ResourceTypes")]
    public async Task Shows_each_alone_as_in_the_list(string path)
    {
        foreach (var listed in (await _server.GetAsync(path)).Resources)
        {
            var id = listed!["id"]!.GetValue<string>();
            foreach (var spelling in (string[])[id, Uri.EscapeDataString(id)])
            {
                var one = await _server.GetAsync($"{path}/{spelling}");
                Assert.That(JsonNode.DeepEquals(one.Body, listed), Is.True, one.Text);
            }

            Assert.That(listed["meta"]!["location"]!.GetValue<string>(), Is.EqualTo($"{_server.BaseUri}/{path}/{id}"));
        }
    }

    [Test]
    public async Task Every_endpoint_answers_and_every_schema_is_there()
    {
        var schemas = (await _server.GetAsync("Schemas")).Resources.Select(x => x!["id"]!.GetValue<string>()).ToList();
        foreach (var type in (await _server.GetAsync("ResourceTypes")).Resources)
        {
            Assert.That((await _server.GetAsync(type!["endpoint"]!.GetValue<string>().TrimStart('/'))).Status, Is.EqualTo(200));
            Assert.That(schemas, Does.Contain(type["schema"]!.GetValue<string>()));
            foreach (var extension in type["schemaExtensions"] as JsonArray ?? []) Assert.That(schemas, Does.Contain(extension!["schema"]!.GetValue<string>()));
        }

        Assert.That(schemas, Is.Unique);
        Assert.That(schemas, Has.None.StartsWith("urn:ietf:params:scim:api"));
    }

    // Quirk 59: what Microsoft's validator does not know makes it fail before its first test.
    [TestCase("password")]
    [TestCase("emails.display")]
    [TestCase("emails.primary")]
    [TestCase("phoneNumbers.primary")]
    [TestCase("addresses.primary")]
    public async Task Does_not_advertise(string path) => Assert.That(await PathsAsync(Core + "User"), Has.None.EqualTo(path));

    // Quirk 60: each target of Entra's default mappings must be found, or the gallery's test fails.
    [TestCase("User", "userName active displayName title preferredLanguage externalId name.givenName name.familyName name.formatted emails.value emails.type addresses.formatted addresses.streetAddress addresses.locality addresses.region addresses.postalCode addresses.country addresses.type phoneNumbers.value phoneNumbers.type roles.primary roles.value roles.display roles.type nickName userType locale timezone profileUrl")]
    [TestCase("Group", "displayName externalId members.value")]
    public async Task Advertises_every_target_of_Entras_mappings(string schema, string paths) =>
        Assert.That(await PathsAsync(Core + schema), Is.SupersetOf(paths.Split(' ')));

    [Test]
    public async Task Advertises_the_enterprise_extension() =>
        Assert.That(await PathsAsync("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"),
            Is.SupersetOf("employeeNumber costCenter organization division department manager manager.value".Split(' ')));

    [TestCase("emails", "work home other")]
    [TestCase("phoneNumbers", "work home mobile fax pager other")]
    [TestCase("addresses", "work home other")]
    public async Task Names_the_types_that_paths_are_made_of(string attribute, string types)
    {
        var user = (await _server.GetAsync($"Schemas/{Core}User")).Body;
        var found = user["attributes"]!.AsArray().Single(x => x!["name"]!.GetValue<string>() == attribute);
        var type = found!["subAttributes"]!.AsArray().Single(x => x!["name"]!.GetValue<string>() == "type");
        Assert.That(type!["canonicalValues"]!.AsArray().Select(x => x!.GetValue<string>()), Is.EqualTo(types.Split(' ')));
    }

    [Test]
    public async Task ServiceProviderConfig_is_one_object_with_all_its_parts()
    {
        var config = (await _server.GetAsync("ServiceProviderConfig")).Body;

        foreach (var part in (string[])["patch", "bulk", "filter", "changePassword", "sort", "etag"])
            Assert.That(config[part]!["supported"]!.GetValueKind(), Is.AnyOf(JsonValueKind.True, JsonValueKind.False), part);
        Assert.That(config["patch"]!["supported"]!.GetValue<bool>(), Is.True);
        Assert.That(config["filter"]!["maxResults"]!.GetValue<int>(), Is.EqualTo(config["pagination"]!["maxPageSize"]!.GetValue<int>()));
        Assert.That(config["authenticationSchemes"]!.AsArray().Select(x => x!["type"]!.GetValue<string>()), Is.EqualTo((string[])["oauthbearertoken", "oauth2"]));
        Assert.That(config["authenticationSchemes"]!.AsArray().Select(x => (bool)x!["primary"]!), Is.EqualTo((bool[])[true, false]));
        Assert.That(config["meta"]!["location"]!.GetValue<string>(), Is.EqualTo($"{_server.BaseUri}/ServiceProviderConfig"));
    }

    [TestCase("Schemas/urn:none", "There is no Schema urn:none. There are urn:ietf:params:scim:schemas:core:2.0:User, *")]
    [TestCase("ResourceTypes/Device", "There is no ResourceType Device. There are User, Group.")]
    public async Task What_is_not_defined_is_404_with_what_is(string path, string detail) =>
        new Refusal(404, null, detail).Check(await _server.GetAsync(path));

    private async Task<IEnumerable<string>> PathsAsync(string schema)
    {
        var body = (await _server.GetAsync($"Schemas/{schema}")).Body;
        return body["attributes"]!.AsArray().SelectMany(x => Paths(x!, "")).ToList();
    }

    private static IEnumerable<string> Paths(JsonNode attribute, string prefix)
    {
        var name = prefix + attribute["name"]!.GetValue<string>();
        return (attribute["subAttributes"] as JsonArray ?? []).SelectMany(x => Paths(x!, name + ".")).Prepend(name);
    }
}
