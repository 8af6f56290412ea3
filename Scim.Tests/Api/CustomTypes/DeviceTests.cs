using System.Text.Json.Nodes;

namespace Scim.Tests.Api.CustomTypes;

/// <summary>The worked example of docs/custom-types.md: types of files have everything that users and groups have.</summary>
public class DeviceTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", DefinitionFolder.Devices));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Types_and_schemas_are_discovered()
    {
        var types = (await _server.GetAsync("ResourceTypes")).Resources.ToDictionary(x => (string)x!["name"]!, x => (string)x!["endpoint"]!);
        Assert.That(types, Is.EquivalentTo(new Dictionary<string, string> { ["User"] = "/Users", ["Group"] = "/Groups", ["Device"] = "/Devices", ["EndpointApp"] = "/EndpointApps" }));

        var device = (await _server.GetAsync("ResourceTypes/Device")).Body;
        var schemas = (await _server.GetAsync("Schemas")).Resources.Select(x => (string)x!["id"]!).ToList();
        Assert.That(schemas, Is.SupersetOf(device["schemaExtensions"]!.AsArray().Select(x => (string)x!["schema"]!).Append((string)device["schema"]!)));
        Assert.That(device["meta"]!["location"]!.GetValue<string>(), Is.EqualTo($"{_server.BaseUri}/ResourceTypes/Device"));

        var shown = (await _server.GetAsync($"Schemas/{SomeDevice.PassKey}")).Body["attributes"]![0]!;
        Assert.That(((string)shown["mutability"]!, (string)shown["returned"]!, (bool)shown["required"]!), Is.EqualTo(("writeOnly", "never", true)));
    }

    [Test]
    public async Task A_device_is_created_read_replaced_changed_found_and_deleted()
    {
        var name = Some.Name("heart");
        var created = await _server.PostAsync("Devices", SomeDevice.HeartMonitor(name));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        Assert.That(created.Headers["Location"], Is.EqualTo($"{_server.BaseUri}/Devices/{created.Id}"));
        Assert.That((string)created.Body["meta"]!["resourceType"]!, Is.EqualTo("Device"));
        Assert.That(created.Body["schemas"]!.AsArray().Select(x => (string)x!), Is.EquivalentTo((string[])[SomeDevice.Schema, SomeDevice.Ble, SomeDevice.PassKey]), "it has a passkey, though not to show");
        Assert.That((await _server.GetAsync($"Devices/{created.Id}")).Text, Is.EqualTo(created.Text));

        var patched = await _server.PatchAsync($"Devices/{created.Id}", $$"""
            {"op": "replace", "path": "active", "value": "False"}, {"op": "add", "path": "{{SomeDevice.Ble}}:versionSupport", "value": "6.0"}
            """);
        Assert.That(patched.Status, Is.EqualTo(200), patched.Text);
        Assert.That((bool)patched.Body["active"]!, Is.False);
        Assert.That(patched.Body[SomeDevice.Ble]!["versionSupport"]!.ToJsonString(), Is.EqualTo("""["5.3","5.4","6.0"]"""));

        var replaced = await _server.PutAsync($"Devices/{created.Id}", SomeDevice.Body($"\"displayName\": \"{name}-2\""));
        Assert.That(replaced.Body.Select(x => x.Key), Is.EquivalentTo((string[])["schemas", "active", "displayName", "id", "meta"]), replaced.Text);

        Assert.That((await _server.GetAsync($"Devices?filter=displayName eq \"{name.ToUpperInvariant()}-2\"")).Resources.Single()!["id"]!.GetValue<string>(), Is.EqualTo(created.Id));
        Assert.That((await _server.GetAsync($"Users/{created.Id}")).Status, Is.EqualTo(404), "an id is looked for in one type");
        Assert.That((await _server.DeleteAsync($"Devices/{created.Id}")).Status, Is.EqualTo(204));
        Assert.That((await _server.GetAsync($"Devices/{created.Id}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task What_a_definition_requires_is_required()
    {
        var without = new Refusal(400, "invalidValue", "active is required.");
        without.Check(await _server.PostAsync("Devices", $$"""{"schemas": ["{{SomeDevice.Schema}}"], "displayName": "x"}"""));
        new Refusal(400, "invalidValue", $"{SomeDevice.Dpp}:bootstrapKey is required.")
            .Check(await _server.PostAsync("Devices", SomeDevice.Body($$""" "{{SomeDevice.Dpp}}": {"dppVersion": 2} """)));
        new Refusal(400, "invalidValue", $"{SomeDevice.Dpp}:dppVersion must be a whole number, not that number.")
            .Check(await _server.PostAsync("Devices", SomeDevice.Body($$""" "{{SomeDevice.Dpp}}": {"dppVersion": 2.5, "bootstrapKey": "k"} """)));

        var device = await CreateAsync("Devices", SomeDevice.Body());
        without.Check(await _server.PutAsync($"Devices/{device}", $$"""{"schemas": ["{{SomeDevice.Schema}}"], "displayName": "x"}"""));
        new Refusal(400, "mutability", "active is required, so it cannot be removed.")
            .Check(await _server.PatchAsync($"Devices/{device}", """{"op": "remove", "path": "active"}"""));
    }

    [Test]
    public async Task A_secret_is_kept_and_never_shown_nor_told_by_a_filter()
    {
        var name = Some.Name("heart");
        var device = (await _server.PostAsync("Devices", SomeDevice.HeartMonitor(name))).Id;
        await _server.PatchAsync($"Devices/{device}", $$"""{"op": "replace", "path": "{{SomeDevice.Ble}}:irk", "value": "irk-secret-2"}""");

        foreach (var query in (string[])["", $"?attributes={SomeDevice.Ble}", $"?attributes={SomeDevice.Ble}:irk,{SomeDevice.PassKey}:key", $"?excludedAttributes={SomeDevice.Ble}:mobility"])
        {
            foreach (var answer in (ScimAnswer[])[
                await _server.GetAsync($"Devices/{device}{query}"),
                await _server.GetAsync($"Devices{query}"),
                await _server.PatchAsync($"Devices/{device}{query}", $$"""{"op": "replace", "path": "{{SomeDevice.PassKey}}:key", "value": 123456}"""),
                await _server.PutAsync($"Devices/{device}{query}", SomeDevice.HeartMonitor(name)),
                await _server.PostAsync($"Devices{query}", SomeDevice.HeartMonitor(Some.Name("heart")))])
            {
                Assert.That(answer.Status, Is.AnyOf(200, 201), answer.Text);
                Assert.That(answer.Text, Does.Not.Contain("irk").And.Not.Contain("123456"), query);
            }
        }

        foreach (var path in (string[])[$"{SomeDevice.Ble}:irk", $"{SomeDevice.PassKey}:key", "irk"])
        {
            new Refusal(400, "invalidFilter", $"{path} is never returned, so it cannot be filtered on.").Check(await _server.GetAsync($"Devices?filter={path} pr"));
            new Refusal(400, "invalidFilter", $"{path} is never returned, so it cannot be filtered on.").Check(await _server.GetAsync($"Devices?filter=active eq true or {path} eq \"1\""));
        }

        var camera = await CreateAsync("Devices", SomeDevice.Body($$""" "{{SomeDevice.Dpp}}": {"dppVersion": 2, "bootstrapKey": "k"} """));
        new Refusal(400, "mutability", $"{SomeDevice.Dpp}:bootstrapKey is required, so it cannot be removed.")
            .Check(await _server.PatchAsync($"Devices/{camera}", $$"""{"op": "remove", "path": "{{SomeDevice.Dpp}}:bootstrapKey"}"""));
    }

    [Test]
    public async Task A_name_that_several_extensions_have_is_written_with_its_schema()
    {
        var ambiguous = await _server.GetAsync("Devices?filter=deviceMacAddress eq \"2c:54:91:88:c9:e2\"");
        new Refusal(400, "invalidFilter", $"deviceMacAddress is an attribute of {SomeDevice.Ble} and of {SomeDevice.Dpp} and of urn:ietf:params:scim:schemas:extension:ethernet-mab:2.0:Device; write one of them in front, with a colon.").Check(ambiguous);

        var device = await CreateAsync("Devices", SomeDevice.HeartMonitor(Some.Name("heart")));
        var found = await _server.GetAsync($"Devices?filter={SomeDevice.Ble}:deviceMacAddress eq \"2c:54:91:88:c9:e2\"&count=1000");
        Assert.That(found.Resources.Select(x => (string)x!["id"]!), Does.Contain(device));
    }

    [Test]
    public async Task What_is_immutable_is_set_once()
    {
        var app = await CreateAsync("EndpointApps", SomeDevice.App(type: "telemetry"));
        var immutable = new Refusal(400, "mutability", "applicationType is immutable: once set, it stays.");

        immutable.Check(await _server.PatchAsync($"EndpointApps/{app}", """{"op": "replace", "path": "applicationType", "value": "deviceControl"}"""));
        immutable.Check(await _server.PatchAsync($"EndpointApps/{app}", """{"op": "add", "value": {"applicationType": "deviceControl"}}"""));
        immutable.Check(await _server.PutAsync($"EndpointApps/{app}", SomeDevice.App(type: "deviceControl")));
        Assert.That((await _server.PatchAsync($"EndpointApps/{app}", """{"op": "remove", "path": "applicationType"}""")).ScimType, Is.EqualTo("mutability"));

        var same = await _server.PatchAsync($"EndpointApps/{app}", """{"op": "replace", "path": "applicationType", "value": "telemetry"}""");
        Assert.That((same.Status, (string)same.Body["applicationType"]!), Is.EqualTo((200, "telemetry")));
        var kept = await _server.PutAsync($"EndpointApps/{app}", """{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:EndpointApp"], "applicationName": "Night"}""");
        Assert.That((string)kept.Body["applicationType"]!, Is.EqualTo("telemetry"), kept.Text);
    }

    [Test]
    public async Task What_is_read_only_is_passed_over_in_a_body_and_refused_in_a_path()
    {
        var created = await _server.PostAsync("EndpointApps", SomeDevice.App(further: """ "clientToken": "mine", "groups": [{"value": "x"}] """));
        Assert.That((created.Status, created.Body["clientToken"], created.Body["groups"]), Is.EqualTo((201, (JsonNode?)null, (JsonNode?)null)), created.Text);

        Assert.That((await _server.PutAsync($"EndpointApps/{created.Id}", SomeDevice.App(further: "\"clientToken\": \"mine\""))).Body.ContainsKey("clientToken"), Is.False);
        new Refusal(400, "mutability", "clientToken is read-only.")
            .Check(await _server.PatchAsync($"EndpointApps/{created.Id}", """{"op": "add", "path": "clientToken", "value": "mine"}"""));
        new Refusal(400, "mutability", "groups is read-only.")
            .Check(await _server.PatchAsync($"EndpointApps/{created.Id}", """{"op": "remove", "path": "groups"}"""));
    }

    [Test]
    public async Task Tenants_do_not_see_each_others_devices()
    {
        var device = await CreateAsync("Devices", SomeDevice.Body());
        using var other = _server.NewClient(await _server.NewTenantAsync());

        using var find = await other.GetAsync(new Uri($"Devices/{device}", UriKind.Relative));
        using var delete = await other.DeleteAsync(new Uri($"Devices/{device}", UriKind.Relative));
        using var list = await other.GetAsync(new Uri("Devices?filter=active eq true", UriKind.Relative));
        Assert.That(((int)find.StatusCode, (int)delete.StatusCode), Is.EqualTo((404, 404)));
        Assert.That((await ScimAnswer.OfAsync(list)).TotalResults, Is.Zero);
        Assert.That((await _server.GetAsync($"Devices/{device}")).Status, Is.EqualTo(200));
    }

    private async Task<string> CreateAsync(string path, string body)
    {
        var created = await _server.PostAsync(path, body);
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created.Id;
    }
}
