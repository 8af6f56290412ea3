using System.Text.Json.Nodes;

namespace Scim.Tests.Api.OAuth;

/// <summary>What clients may know of the token endpoint beforehand (RFC 8414).</summary>
public class MetadataTests
{
    [TestCase("/.well-known/oauth-authorization-server")]
    [TestCase("/.well-known/oauth-authorization-server/scim")]
    [TestCase("/scim/.well-known/oauth-authorization-server")]
    public async Task Metadata_name_the_endpoint_that_gives_tokens(string path)
    {
        await using var server = await ScimServer.StartAsync();
        var answer = await server.GetAsync(new Uri(server.Root, path).ToString());

        Assert.That((answer.Status, answer.ContentType), Is.EqualTo((200, "application/json")));
        Assert.That((string)answer.Body["issuer"]!, Is.EqualTo(server.BaseUri));
        Assert.That(Strings(answer, "response_types_supported"), Is.Empty);
        Assert.That(Strings(answer, "token_endpoint_auth_signing_alg_values_supported"), Has.None.StartsWith("HS").And.None.EqualTo("none"));

        var clients = new OAuthClients(server);
        var (client, secret) = await clients.CreateWithSecretAsync();
        foreach (var grant in Strings(answer, "grant_types_supported"))
        {
            foreach (var scope in Strings(answer, "scopes_supported"))
            {
                var token = await clients.SendAsync(
                    OAuthClients.Form(("grant_type", grant), ("client_id", $"{client.Id}"), ("client_secret", secret), ("scope", scope)), path: (string)answer.Body["token_endpoint"]!);
                Assert.That((token.Status, token.Scope), Is.EqualTo((200, scope)));
            }
        }
    }

    [Test]
    public async Task Metadata_carry_the_public_address_and_need_no_token()
    {
        await using var server = await ScimServer.StartAsync(("Scim:PublicUrl", "https://scim.example.com/"));
        using var client = server.NewClient(null);
        var body = JsonNode.Parse(await client.GetStringAsync(".well-known/oauth-authorization-server"))!;
        Assert.That(((string)body["issuer"]!, (string)body["token_endpoint"]!), Is.EqualTo(("https://scim.example.com/scim", "https://scim.example.com/scim/oauth/token")));
    }

    // What metadata promise is kept: each of the two forms of a secret, and a client's own key.
    [Test]
    public async Task Each_way_of_authentication_that_is_named_works()
    {
        await using var server = await ScimServer.StartAsync();
        var clients = new OAuthClients(server);
        var (client, secret) = await clients.CreateWithSecretAsync();
        using var key = new SigningKey();
        await clients.AddKeyAsync(client, key);
        var named = Strings(await server.GetAsync(".well-known/oauth-authorization-server"), "token_endpoint_auth_methods_supported");

        foreach (var method in named)
        {
            var answer = method switch
            {
                "client_secret_basic" => await clients.SendAsync(OAuthClients.Basic($"{client.Id}", secret), ("grant_type", "client_credentials")),
                "client_secret_post" => await clients.WithSecretAsync(client, secret),
                "private_key_jwt" => await clients.WithAssertionAsync(key.Sign(clients.Claims(client))),
                _ => throw new AssertionException(method),
            };
            Assert.That(answer.Status, Is.EqualTo(200), method);
        }
    }

    private static IReadOnlyList<string> Strings(ScimAnswer answer, string name) => [.. answer.Body[name]!.AsArray().Select(x => (string)x!)];
}
