using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Scim.Tests.Api.OpenApi;

public class DocumentTests
{
    private ScimServer _server = null!;
    private Described _document = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", Described.Types));
        _document = await Described.OfAsync(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public void Is_valid_OpenAPI_3_1()
    {
        var read = OpenApiDocument.Parse(_document.Text, "json", new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });

        Assert.That(read.Diagnostic!.Errors, Is.Empty);
        Assert.That(read.Diagnostic.Warnings, Is.Empty);
        Assert.That(read.Diagnostic.SpecificationVersion, Is.EqualTo(OpenApiSpecVersion.OpenApi3_1));
        Assert.That(read.Document!.Paths, Is.Not.Empty);
    }

    [Test]
    public async Task Is_JSON_that_anyone_may_read()
    {
        using var client = _server.NewClient(token: null);
        using var response = await client.GetAsync(new Uri(_server.Root, "openapi/v1.json"));

        var answer = await ScimAnswer.OfAsync(response);
        Assert.That((answer.Status, answer.ContentType), Is.EqualTo((200, "application/json")));
    }

    [Test]
    public void Servers_are_both_bases_of_the_address_that_was_called() =>
        Assert.That(_document.Servers, Is.EqualTo((string[])[_server.BaseUri, $"{_server.BaseUri}/v2"]));

    [Test]
    public async Task Servers_are_those_of_the_public_address_where_it_is_set()
    {
        await using var server = await ScimServer.StartAsync(("Scim:PublicUrl", "https://example.com/identity/"));
        Assert.That((await Described.OfAsync(server)).Servers, Is.EqualTo((string[])["https://example.com/identity/scim", "https://example.com/identity/scim/v2"]));
    }

    [Test]
    public void Names_nothing_of_the_inside()
    {
        foreach (var inside in (string[])["Scim.", "ScimRequest", "ResourceStore", "Grafana", "Postgres", AppContext.BaseDirectory, Described.Types])
            Assert.That(_document.Text, Does.Not.Contain(inside).IgnoreCase);
    }

    [Test]
    public void Every_schema_is_referred_to() =>
        Assert.That(_document.Schemas.Select(x => x.Key), Is.All.Matches<string>(x => _document.Text.Contains($"\"#/components/schemas/{x}\"", StringComparison.Ordinal)));

    [Test]
    public void A_type_of_the_folder_is_there_with_its_attributes()
    {
        var device = _document.Schemas["Device"]!["properties"]!.AsObject();

        Assert.That(device.Select(x => x.Key), Is.EqualTo((string[])
        [
            "schemas", "id", "externalId", "serial", "platform", "cores", "weight", "bought", "key", "labels", "disks",
            "urn:example:scim:extension:Warranty", "meta",
        ]));
        Assert.That(device["cores"]!["type"]!.GetValue<string>(), Is.EqualTo("integer"));
        Assert.That(device["disks"]!["items"]!["properties"]!["encrypted"]!["type"]!.GetValue<string>(), Is.EqualTo("boolean"));
        Assert.That(device["urn:example:scim:extension:Warranty"]!["properties"]!.AsObject().Select(x => x.Key), Is.EqualTo((string[])["until"]));
        Assert.That(device["id"]!["readOnly"]!.GetValue<bool>(), Is.True);
    }

    [Test]
    public void A_request_holds_what_clients_write_and_requires_what_the_schema_does()
    {
        var device = _document.Schemas["DeviceRequest"]!;

        Assert.That(device["properties"]!.AsObject().Select(x => x.Key), Has.None.AnyOf("id", "meta"));
        Assert.That(device["properties"]!["secret"]!["writeOnly"]!.GetValue<bool>(), Is.True);
        Assert.That(Texts(device["required"]), Is.EqualTo((string[])["schemas", "serial"]));
        Assert.That(Texts(device["properties"]!["disks"]!["items"]!["required"]), Is.EqualTo((string[])["value"]));
    }

    [Test]
    public void Suggested_values_are_examples()
    {
        var platform = _document.Schemas["Device"]!["properties"]!["platform"]!.AsObject();
        Assert.That(Texts(platform["examples"]), Is.EqualTo((string[])["linux", "windows"]));
        Assert.That(platform.ContainsKey("enum"), Is.False);
    }

    [Test]
    public void A_type_with_the_name_of_a_message_does_not_take_its_place()
    {
        var (ofMessage, ofType) = (_document.Find("GET", "Errors/x").Answer(404), _document.Find("GET", "Errors/x").Answer(200));
        Assert.That(ofMessage!.ToJsonString(), Does.Contain("\"#/components/schemas/Error\""));
        Assert.That(ofType!.ToJsonString(), Does.Contain("\"#/components/schemas/Error_\""));
        Assert.That(_document.Schemas["Error"]!["properties"]!.AsObject().Select(x => x.Key), Does.Contain("detail"));
        Assert.That(_document.Schemas["Error_"]!["properties"]!.AsObject().Select(x => x.Key), Does.Contain("code"));
    }

    private static IEnumerable<string> Texts(JsonNode? array) => array!.AsArray().Select(x => x!.GetValue<string>());
}
