using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Scim.Storage.Clients;
using Scim.Storage.Tokens;
using Scim.Tests.Api;
using Scim.Tests.Grafana;

namespace Scim.Tests.Operations;

/// <summary>Something in every table, written through the service, and what is read of it.</summary>
internal sealed class SomeContent
{
    private SomeContent(string token, string readOnly, string client, string secret) => (Token, ReadOnlyToken, ClientId, ClientSecret) = (token, readOnly, client, secret);

    public const string Tenant = "acme";

    public string Token { get; }

    public string ReadOnlyToken { get; }

    public string ClientId { get; }

    public string ClientSecret { get; }

    /// <summary>Writes it: users and groups, also one in another, changes, a deleted user, a refused request, a second tenant, tokens and a client.</summary>
    public static async Task<SomeContent> WriteAsync(ConnectedScim scim)
    {
        var server = scim.Server;
        var ada = await scim.NewUserAsync("ada@example.com", """ "displayName": "Ada Lovelace", "externalId": "e-1", "emails": [{"value": "Ada@example.com", "type": "work"}], "roles": [{"value": "Editor"}] """);
        var grace = await scim.NewUserAsync("grace@example.com", """ "displayName": "Grace Höpper", "emails": [{"value": "grace@example.com", "type": "work"}] """);
        var gone = await scim.NewUserAsync("gone@example.com");
        var inner = await scim.NewGroupAsync("Compilers", grace);
        var outer = await scim.NewGroupAsync("Engines", ada, inner, gone);
        await scim.PatchAsync($"Users/{ada}", """{"op": "replace", "path": "title", "value": "Countess"}""");
        await scim.SetActiveAsync(grace, false);
        await scim.DeleteAsync($"Users/{gone}");
        await scim.RemoveMemberAsync(inner, grace);
        await scim.AddMembersAsync(outer, grace);
        Assert.That((await server.PostAsync("Users", """{"userName": 1}""")).Status, Is.EqualTo(400));
        Assert.That((await server.GetAsync("Users?sortBy=userName&count=1&cursor")).Status, Is.EqualTo(200));

        await server.Services.GetRequiredService<Scim.Storage.Tenants.TenantStore>().CreateAsync(Tenant, CancellationToken.None);
        var tokens = server.Services.GetRequiredService<TokenStore>();
        var (_, token) = await tokens.CreateAsync("default", "entra", TokenScope.Full, null, CancellationToken.None);
        var (_, readOnly) = await tokens.CreateAsync("default", "reader", TokenScope.ReadOnly, null, CancellationToken.None);
        var clients = server.Services.GetRequiredService<ClientStore>();
        var client = await clients.CreateAsync("default", "okta", TokenScope.Full, TimeSpan.FromHours(1), CancellationToken.None);
        var (_, secret) = (await clients.AddSecretAsync(client.Id, null, CancellationToken.None))!.Value;
        await scim.SettledAsync();
        return new SomeContent(token, readOnly, $"{client.Id}", secret);
    }

    /// <summary>Everything that a client of the default tenant reads, with the ids and versions.</summary>
    public static async Task<string> ReadAsync(Uri root, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(root, "scim/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var answers = new List<string>();
        foreach (var path in Paths)
        {
            using var response = await client.GetAsync(path);
            var answer = await ScimAnswer.OfAsync(response);
            Assert.That(answer.Status, Is.EqualTo(200), $"{path}: {answer.Text}");
            Assert.That(answer.TotalResults, Is.Positive, path);
            answers.Add(answer.Text.Replace(root.ToString(), "ROOT/", StringComparison.Ordinal));
        }

        return string.Join('\n', answers);
    }

    private static readonly string[] Paths =
    [
        "Users?sortBy=userName", "Groups?sortBy=displayName", "Users?filter=userName eq \"ADA@example.com\"", "Users?filter=externalId eq \"e-1\"",
        "Users?filter=emails[type eq \"work\"].value eq \"ada@example.com\"", "Users?filter=displayName co \"höpp\"", "Users?filter=title eq \"Countess\" and active eq true",
        "Groups?filter=displayName eq \"engines\"", "Users?filter=groups.display eq \"Engines\"",
    ];
}
