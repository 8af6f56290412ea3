namespace Scim.Tests.Api.CustomTypes;

/// <summary>Resources of types of files are members of groups as users are.</summary>
public class DeviceGroupTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", DefinitionFolder.Devices));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_group_shows_a_device_by_its_type_address_and_name()
    {
        var (group, device, name) = await CreateAsync();
        var members = (await _server.GetAsync($"Groups/{group}")).Body["members"]!.AsArray();

        Assert.That(members.Single()!.ToJsonString(), Is.EqualTo($$"""{"value":"{{device}}","$ref":"{{_server.BaseUri}}/Devices/{{device}}","display":"{{name}}","type":"Device"}"""));
        Assert.That((await _server.GetAsync(new Uri((string)members[0]!["$ref"]!).PathAndQuery)).Id, Is.EqualTo(device));
    }

    [Test]
    public async Task A_device_shows_its_groups_direct_and_indirect()
    {
        var (group, device, _) = await CreateAsync();
        var outer = (await _server.PostAsync("Groups", Some.Group(null, group))).Id;

        var groups = (await _server.GetAsync($"Devices/{device}")).Body["groups"]!.AsArray();
        Assert.That(groups.Select(x => $"{x!["value"]} {x["type"]}"), Is.EquivalentTo((string[])[$"{group} direct", $"{outer} indirect"]));
        foreach (var id in (string[])[group, outer])
            Assert.That((await _server.GetAsync($"Devices?filter=groups eq \"{id}\"")).Resources.Single()!["id"]!.GetValue<string>(), Is.EqualTo(device));
    }

    [TestCase("members eq \"{0}\"")]
    [TestCase("members[type eq \"device\" and value eq \"{0}\"]")]
    [TestCase("members.display eq \"{1}\"")]
    [TestCase("members[$ref ew \"/Devices/{0}\"]")]
    public async Task A_group_is_found_by_a_device(string filter)
    {
        var (group, device, name) = await CreateAsync();
        var found = await _server.GetAsync($"Groups?filter={string.Format(System.Globalization.CultureInfo.InvariantCulture, filter, device, name)}");

        Assert.That(found.Status, Is.EqualTo(200), found.Text);
        Assert.That(found.Resources.Select(x => (string)x!["id"]!), Is.EqualTo((string[])[group]), found.Text);
    }

    [Test]
    public async Task A_device_comes_and_goes_by_PATCH()
    {
        var (group, device, _) = await CreateAsync();
        var app = (await _server.PostAsync("EndpointApps", SomeDevice.App("Ward"))).Id;

        await PatchAsync(group, $$"""{"op": "remove", "path": "members[type eq \"Device\"]"}, {"op": "add", "path": "members", "value": [{"value": "{{app}}", "type": "EndpointApp"}]}""");
        var member = (await _server.GetAsync($"Groups/{group}")).Body["members"]!.AsArray().Single()!;
        Assert.That(((string)member["value"]!, (string)member["type"]!), Is.EqualTo((app, "EndpointApp")));
        Assert.That((await _server.GetAsync($"Devices/{device}")).Body.ContainsKey("groups"), Is.False);
    }

    [Test]
    public async Task A_device_that_is_deleted_leaves_its_groups_with_a_new_version()
    {
        var (group, device, _) = await CreateAsync();
        var before = await _server.GetAsync($"Groups/{group}");

        Assert.That((await _server.DeleteAsync($"Devices/{device}")).Status, Is.EqualTo(204));

        var after = await _server.GetAsync($"Groups/{group}");
        Assert.That(after.Body.ContainsKey("members"), Is.False);
        Assert.That(after.Headers["ETag"], Is.Not.EqualTo(before.Headers["ETag"]));
    }

    [Test]
    public async Task The_schema_of_groups_names_every_type_that_can_be_a_member()
    {
        var parts = (await _server.GetAsync("Schemas/urn:ietf:params:scim:schemas:core:2.0:Group")).Body["attributes"]!.AsArray()
            .Single(x => (string)x!["name"]! == "members")!["subAttributes"]!.AsArray().ToDictionary(x => (string)x!["name"]!, x => x!);

        const string all = """["User","Group","Device","EndpointApp"]""";
        Assert.That((parts["$ref"]["referenceTypes"]!.ToJsonString(), parts["type"]["canonicalValues"]!.ToJsonString()), Is.EqualTo((all, all)));
    }

    private async Task<(string Group, string Device, string Name)> CreateAsync()
    {
        var name = Some.Name("Heart");
        var device = (await _server.PostAsync("Devices", SomeDevice.Body($"\"displayName\": \"{name}\""))).Id;
        return ((await _server.PostAsync("Groups", Some.Group(null, device))).Id, device, name);
    }

    private async Task PatchAsync(string group, string operations) =>
        Assert.That((await _server.PatchAsync($"Groups/{group}", operations)).Status, Is.EqualTo(204));
}
