namespace Scim.Tests.Api;

/// <summary>The addresses that answers carry.</summary>
public class LocationTests
{
    [TestCase("/scim", "/scim")]
    [TestCase("/scim/v2", "/scim/v2")]
    [TestCase("/scim/", "/scim")]
    [TestCase("//scim//v2/", "/scim/v2")]
    [TestCase("/SCIM/V2", "/scim/v2")]
    public async Task Carries_the_base_that_was_called(string called, string shown)
    {
        await using var server = await ScimServer.StartAsync();
        await CheckAsync(server, called, server.Root.ToString().TrimEnd('/') + shown);
    }

    [TestCase("https://grafana.example.com", "https://grafana.example.com/scim/v2")]
    [TestCase("https://example.com:8443/identity/", "https://example.com:8443/identity/scim/v2")]
    public async Task Carries_the_public_address_where_it_is_set(string publicUrl, string shown)
    {
        await using var server = await ScimServer.StartAsync(("Scim:PublicUrl", publicUrl));
        await CheckAsync(server, "/scim/v2", shown, ("X-Forwarded-Host", "elsewhere.example"), ("Host", "inside:1"));
    }

    [TestCase("127.0.0.1")]
    [TestCase("10.0.0.1, 127.0.0.0/8")]
    public async Task Believes_a_trusted_proxy(string trusted)
    {
        await using var server = await ScimServer.StartAsync(("Scim:TrustedProxies", trusted));
        await CheckAsync(server, "/scim", "https://scim.example.com/scim", ("X-Forwarded-Host", "scim.example.com"), ("X-Forwarded-Proto", "https"));
    }

    [TestCase("")]
    [TestCase("10.0.0.1")]
    [TestCase("10.0.0.0/8, ::1")]
    public async Task Believes_nobody_else(string trusted)
    {
        await using var server = await ScimServer.StartAsync(("Scim:TrustedProxies", trusted));
        await CheckAsync(server, "/scim", server.BaseUri, ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("Forwarded", "host=evil.example;proto=https"));
    }

    /// <summary>Creates a user and a group under the base, and compares every address in the answers.</summary>
    private static async Task CheckAsync(ScimServer server, string called, string shown, params (string Name, string Value)[] headers)
    {
        var user = await SendAsync("Users", Some.User());
        var group = await SendAsync("Groups", Some.Group(null, user.Id));
        var read = await SendAsync($"Users/{user.Id}");
        var list = await SendAsync("Groups");
        var schema = await SendAsync("Schemas/urn:ietf:params:scim:schemas:core:2.0:User");

        Assert.Multiple(() =>
        {
            Assert.That(user.Headers["Location"], Is.EqualTo($"{shown}/Users/{user.Id}"));
            Assert.That(user.Headers["Content-Location"], Is.EqualTo($"{shown}/Users/{user.Id}"));
            Assert.That(user.Body["meta"]!["location"]!.GetValue<string>(), Is.EqualTo($"{shown}/Users/{user.Id}"));
            Assert.That(group.Body["members"]![0]!["$ref"]!.GetValue<string>(), Is.EqualTo($"{shown}/Users/{user.Id}"));
            Assert.That(read.Body["groups"]![0]!["$ref"]!.GetValue<string>(), Is.EqualTo($"{shown}/Groups/{group.Id}"));
            Assert.That(list.Resources[0]!["meta"]!["location"]!.GetValue<string>(), Is.EqualTo($"{shown}/Groups/{group.Id}"));
            Assert.That(schema.Body["meta"]!["location"]!.GetValue<string>(), Is.EqualTo($"{shown}/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"));
        });

        async Task<ScimAnswer> SendAsync(string path, string? json = null)
        {
            var address = new Uri($"{server.Root.ToString().TrimEnd('/')}{called}/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            using var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, address);
            foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
            if (json is not null) request.Content = new StringContent(json, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/scim+json"));
            using var response = await server.Client.SendAsync(request);
            var answer = await ScimAnswer.OfAsync(response);
            Assert.That(answer.Status, Is.EqualTo(json is null ? 200 : 201), answer.Text);
            return answer;
        }
    }
}
