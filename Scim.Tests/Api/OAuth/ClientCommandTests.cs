using System.Text.Json.Nodes;
using Scim.Storage.Clients;

namespace Scim.Tests.Api.OAuth;

public class ClientCommandTests
{
    private ScimServer _server = null!;
    private OAuthClients _clients = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _clients = new OAuthClients(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Client_create_prints_what_is_pasted_into_Entra_and_it_works()
    {
        var name = Some.Name("client");
        var created = await CommandLine.RunAsync(
            [("ConnectionStrings__Scim", _server.ConnectionString), ("Scim__PublicUrl", "https://scim.example.com")], "client", "create", "--name", name, "--token-hours", "6");

        Assert.That(created.ExitCode, Is.Zero, created.Error);
        Assert.That(created.Output, Does.Match($$"""
            ^Client "{{name}}" of tenant "default" is made. For the identity provider:

              Client ID       [0-9a-f-]{36}
              Client secret   scim_secret_[0-9a-f]{72}
              Token endpoint  https://scim.example.com/scim/oauth/token
              Scope           scim

            The secret is not shown again.
            $
            """));
        var (id, secret) = (Field(created.Output, "Client ID"), Field(created.Output, "Client secret"));
        var answer = await _clients.SendAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret));
        Assert.That((answer.Status, (int)answer.Body["expires_in"]!), Is.EqualTo((200, 6 * 3600)));
    }

    [Test]
    public async Task Client_create_as_JSON_says_all_of_it()
    {
        var json = JsonNode.Parse((await RunAsync("create", "--name", Some.Name("client"), "--read-only", "--no-secret", "--json")).Output)!.AsObject();
        Assert.That(json.Select(x => x.Key), Is.EqualTo((string[])["id", "tenant", "name", "scope", "tokenHours", "tokenEndpoint", "secret"]));
        Assert.That(((string)json["scope"]!, (int)json["tokenHours"]!, (string)json["tokenEndpoint"]!, json["secret"]), Is.EqualTo(("scim.read", 1, "/scim/oauth/token", (JsonNode?)null)));
    }

    [Test]
    public async Task Client_add_secret_prints_a_secret_alone_that_works_beside_the_first()
    {
        var (client, first) = await _clients.CreateWithSecretAsync();
        var added = await RunAsync("add-secret", client.Name, "--expires-in-days", "30");

        Assert.That(added.Output, Does.Match("^scim_secret_[0-9a-f]{72}\n$"));
        Assert.That(added.Error, Does.Match($"^Secret [0-9a-f-]{{36}} of client \"{client.Name}\" made. It is not shown again.\n$"));
        foreach (var secret in (string[])[first, added.Output.Trim()]) Assert.That((await _clients.WithSecretAsync(client, secret)).Status, Is.EqualTo(200));
    }

    [TestCase("jwk")]
    [TestCase("jwks")]
    [TestCase("pem")]
    public async Task Client_add_key_takes_a_public_key_in_the_form_of(string form)
    {
        var client = await _clients.CreateAsync();
        using var key = new SigningKey();
        var added = await AddKeyAsync(client, form switch { "jwk" => key.Jwk.ToJsonString(), "jwks" => new JsonObject { ["keys"] = new JsonArray(key.Jwk) }.ToJsonString(), _ => key.PublicPem });

        Assert.That(added.Output, Does.Match($"^Key [0-9a-f-]{{36}} of client \"{client.Name}\" added, with the kid {(form == "pem" ? "[A-Za-z0-9_-]{43}" : key.Kid)}.\n$"), added.Error);
        Assert.That((await _clients.WithAssertionAsync(key.Sign(_clients.Claims(client)))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Client_add_key_refuses_a_private_key_and_says_what_to_do([Values("pem", "jwk", "oct")] string form)
    {
        var client = await _clients.CreateAsync();
        using var key = new SigningKey();
        var jwk = key.Jwk;
        jwk["d"] = "x";
        var added = await AddKeyAsync(client, form switch { "pem" => key.PrivatePem, "jwk" => jwk.ToJsonString(), _ => """{"kty": "oct", "k": "c2VjcmV0"}""" });

        Assert.That((added.ExitCode, added.Output), Is.EqualTo((1, "")));
        Assert.That(added.Error, Does.Contain("That is a private key, or a shared one").And.Contain("openssl pkey -in FILE -pubout"));
        Assert.That((await _clients.Store.FindAsync(client.Id, ClientCredential.Key, CancellationToken.None)).Credentials, Is.Empty);
    }

    [TestCase("", "It is neither a JWK or JWKS nor a public key or certificate in PEM")]
    [TestCase("{", "It is no JWK and no JWKS")]
    [TestCase("{\"keys\": []}", "There is no key in it.")]
    [TestCase("{\"keys\": [1]}", "It is no JWK and no JWKS")]
    [TestCase("{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"eA\"}", "Only keys of RSA and EC are taken.")]
    [TestCase("{\"kty\": \"RSA\", \"n\": \"AQAB\", \"e\": \"AQAB\"}", "The key is of a kind that is not taken.")]
    [TestCase("{\"kty\": \"EC\", \"crv\": \"P-192\", \"x\": \"eA\", \"y\": \"eA\"}", "The key is of a kind that is not taken.")]
    public async Task Client_add_key_says_what_is_wrong_with_a_file(string text, string message)
    {
        var added = await AddKeyAsync(await _clients.CreateAsync(), text);
        Assert.That((added.ExitCode, added.Output), Is.EqualTo((1, "")));
        Assert.That(added.Error, Does.Contain(message).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Client_list_shows_each_client_and_credential_without_secrets()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        using var key = new SigningKey();
        await _clients.AddKeyAsync(client, key);
        var federated = await RunAsync("add-federated-credential", client.Name, "--issuer", "https://login.microsoftonline.com/x/v2.0", "--subject", "s", "--audience", "api://a");
        Assert.That(federated.ExitCode, Is.Zero, federated.Error);

        var (text, json) = (await RunAsync("list"), await RunAsync("list", "--json"));

        Assert.That(text.Output, Does.Match($"(?m)^{client.Id}  live      client  .*  {client.Name} \\(scim, 1 h\\)$"));
        Assert.That(text.Output, Does.Contain(key.Kid).And.Contain("https://login.microsoftonline.com/x/v2.0 s api://a"));
        var listed = JsonNode.Parse(json.Output)!.AsArray().Single(x => (string)x!["id"]! == $"{client.Id}")!;
        Assert.That(listed["credentials"]!.AsArray().Select(x => (string)x!["kind"]!), Is.EqualTo((string[])["secret", "key", "federated"]));
        Assert.That(text.Output + json.Output, Does.Not.Contain(secret).And.Not.Contain("hash"));
    }

    [Test]
    public async Task Client_revoke_ends_one_credential_or_all()
    {
        var (client, first) = await _clients.CreateWithSecretAsync();
        var (credential, second) = await _clients.AddSecretAsync(client);

        var one = await RunAsync("revoke", client.Name, "--credential", $"{credential.Id}");
        Assert.That((one.ExitCode, one.Output), Is.EqualTo((0, $"The credential of client \"{client.Name}\" is revoked. Tokens that were given for it last for up to 1 h.\n")), one.Error);
        Assert.That(((await _clients.WithSecretAsync(client, first)).Status, (await _clients.WithSecretAsync(client, second)).Status), Is.EqualTo((200, 401)));
        var again = await RunAsync("revoke", client.Name, "--credential", $"{credential.Id}");
        Assert.That((again.ExitCode, again.Error), Is.EqualTo((1, $"Client \"{client.Name}\" has no live credential of that id. See: client list.\n")));

        var all = await RunAsync("revoke", $"{client.Id}");
        Assert.That((all.ExitCode, all.Output), Is.EqualTo((0, $"Client \"{client.Name}\" is revoked, and with it the tokens it was given.\n")));
        Assert.That((await _clients.WithSecretAsync(client, first)).Status, Is.EqualTo(401));
    }

    [TestCase("--token-hours takes a number from 1 to 6.", "create", "--name", "x", "--token-hours", "7")]
    [TestCase("--token-hours takes a number from 1 to 6.", "create", "--name", "x", "--token-hours", "0")]
    [TestCase("A client needs a name.", "create", "--name", " ")]
    [TestCase("There is no tenant \"nobody\".", "create", "--name", "x", "--tenant", "nobody")]
    [TestCase("No live client has the id or the name \"nobody\". See: client list.", "add-secret", "nobody")]
    [TestCase("No live client has the id or the name \"nobody\". See: client list.", "revoke", "nobody")]
    [TestCase("--issuer takes an https address, without a query.", "add-federated-credential", "x", "--issuer", "http://example.com", "--subject", "s", "--audience", "a")]
    [TestCase("--subject is empty.", "add-federated-credential", "x", "--issuer", "https://example.com", "--subject", "", "--audience", "a")]
    public async Task A_wrong_command_is_explained(string message, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Error, Does.Contain(message).And.Not.Contain("   at "));
    }

    [TestCase("Scim__EntraTenants__default", "contoso", "Scim__EntraTenants__default is \"contoso\"; set the tenant ID that Entra's overview page shows, 36 characters with dashes.")]
    [TestCase("Scim__EntraAuthority", "http://login.example.com", "Scim__EntraAuthority is \"http://login.example.com/\"; set an address like https://login.microsoftonline.com.")]
    [TestCase("Scim__EntraAudience", " ", "Scim__EntraAudience is empty;")]
    [TestCase("Scim__EntraApplicationId", " ", "Scim__EntraApplicationId is empty;")]
    public async Task A_bad_setting_is_told(string name, string value, string message)
    {
        var result = await CommandLine.RunAsync([("ConnectionStrings__Scim", _server.ConnectionString), (name, value)], "client", "list");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.StartWith(message));
    }

    [Test]
    public async Task One_Entra_tenant_for_two_tenants_is_told()
    {
        const string id = "6f6f8a3e-7a62-4d0b-8a7a-0d1f6f0f5a01";
        var result = await CommandLine.RunAsync(
            [("ConnectionStrings__Scim", _server.ConnectionString), ("Scim__EntraTenants__a", id), ("Scim__EntraTenants__b", id.ToUpperInvariant())], "client", "list");
        Assert.That(result.Error, Does.Match("^Scim__EntraTenants__a and Scim__EntraTenants__b are the same;"));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => CommandLine.RunAsync(_server.ConnectionString, ["client", .. arguments]);

    private async Task<CommandResult> AddKeyAsync(Client client, string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text);
            return await RunAsync("add-key", $"{client.Id}", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Field(string output, string name) => output.Split('\n').Single(x => x.TrimStart().StartsWith(name, StringComparison.Ordinal)).Split(' ')[^1];
}
