using System.Text.Json;

namespace Scim.Tests.Api.Conformance;

/// <summary>Values as they are sent, stored, found and shown again.</summary>
public class ValueTests
{
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("share", "0.1")]
    [TestCase("share", "0.10")]
    [TestCase("share", "-1234567890123456789.0123456789")]
    [TestCase("share", "1e-7")]
    [TestCase("floor", "-0")]
    [TestCase("floor", "9007199254740993")] // no double is this number
    [TestCase("hired", "\"2024-02-29T23:59:59Z\"")]
    [TestCase("hired", "\"2024-02-29T23:59:59.123456789+02:00\"")]
    [TestCase("hired", "\"2024-02-29T23:59:59\"")]
    [TestCase("key", "\"AQ==\"")]
    [TestCase("key", "\"AQ\"")]
    [TestCase("key", "\"-_8\"")]
    [TestCase("desk", "\"Users/1\"")]
    [TestCase("desk", "\"../somewhere else\"")]
    [TestCase("tag", "\"Ångström 名 😀 e\\u0301\"")]
    [TestCase("vip", "false")]
    public async Task Comes_back_as_it_was_sent_and_is_found(string attribute, string value)
    {
        var user = await CreateAsync($$""" "{{Custom}}": {"{{attribute}}": {{value}}} """);
        var sent = JsonDocument.Parse(value).RootElement;

        using var read = JsonDocument.Parse((await _server.GetAsync($"Users/{user.Id}")).Text);
        var shown = read.RootElement.GetProperty(Custom).GetProperty(attribute);
        Assert.That(sent.ValueKind == JsonValueKind.String ? shown.GetString() : shown.GetRawText(), Is.EqualTo(sent.ValueKind == JsonValueKind.String ? sent.GetString() : value));

        var filter = $"{Custom}:{attribute} eq {value} and id eq \"{user.Id}\"";
        Assert.That((await _server.GetAsync($"Users?filter={Uri.EscapeDataString(filter)}")).TotalResults, Is.EqualTo(1));
    }

    [TestCase("2024-03-01T00:00:00+02:00", "2024-02-29T22:00:00Z")]
    [TestCase("2024-03-01T00:00:00", "2024-03-01T00:00:00.000Z")]
    public async Task A_dateTime_is_one_moment_whatever_its_zone(string stored, string asked)
    {
        var user = await CreateAsync($$""" "{{Custom}}": {"hired": "{{stored}}"} """);
        foreach (var (op, matches) in ((string, int)[])[("eq", 1), ("ge", 1), ("gt", 0)])
            Assert.That((await _server.GetAsync($"Users?filter=id eq \"{user.Id}\" and {Custom}:hired {op} \"{Uri.EscapeDataString(asked)}\"")).TotalResults, Is.EqualTo(matches), op);
    }

    [TestCase("=")]
    [TestCase("A===")]
    [TestCase("AQ=")]
    [TestCase("AQI==")]
    [TestCase("AQID====")]
    [TestCase("A=Q=")]
    [TestCase("AQ ID")]
    [TestCase("***")]
    public async Task Is_refused_where_it_is_no_base64(string value) =>
        await new Refusal(400, "invalidValue", $"{Custom}:key must be base64, not that string.")
            .OfAsync(_server, () => _server.PostAsync("Users", Some.User(further: $$""" "{{Custom}}": {"key": "{{value}}"} """)));

    [TestCase("emails", """[{"value":"a@example.com","type":"carrier pigeon"}]""")]
    [TestCase("emails", """[{"value":"A@EXAMPLE.com","type":"work"},{"value":"A@EXAMPLE.com","type":"home"}]""")]
    [TestCase("ims", """[{"value":"Ada Lovelace","type":"telegraph"}]""")]
    [TestCase("phoneNumbers", """[{"value":"(555) 01-02","type":"work"}]""")]
    [TestCase("photos", """[{"value":"no address","type":"portrait"}]""")]
    [TestCase("addresses", """[{"country":"USA","type":"work"}]""")]
    [TestCase("x509Certificates", """[{"value":"MIIBAAMIIBAA"}]""")] // two beginnings of DER, and no certificate
    [TestCase("locale", "\"en_US\"")]
    [TestCase("timezone", "\"Mars/Base\"")]
    public async Task Of_another_form_than_the_schema_suggests_is_kept_as_it_is(string attribute, string value)
    {
        var user = await CreateAsync($"\"{attribute}\": {value}");
        Assert.That(user.Body[attribute]!.ToJsonString(), Is.EqualTo(value));
    }

    private async Task<ScimAnswer> CreateAsync(string further)
    {
        var created = await _server.PostAsync("Users", Some.User(further: further));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created;
    }
}
