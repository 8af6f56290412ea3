using System.CommandLine;
using System.Text.Json;
using Npgsql;
using Scim.Api.OAuth;
using Scim.Storage;
using Scim.Storage.Clients;
using Scim.Storage.Tokens;
using static Scim.Api.Commands.CommonOptions;

namespace Scim.Api.Commands;

/// <summary><c>client create|list|add-secret|add-key|add-federated-credential|revoke</c></summary>
internal static class ClientCommand
{
    public static Command Create()
    {
        var command = new Command("client", "The OAuth clients that get access tokens of some hours.");
        command.Subcommands.Add(CreateClient());
        command.Subcommands.Add(ListClients());
        command.Subcommands.Add(ClientCredentialCommands.AddSecret());
        command.Subcommands.Add(ClientCredentialCommands.AddKey());
        command.Subcommands.Add(ClientCredentialCommands.AddFederatedCredential());
        command.Subcommands.Add(Revoke());
        return command;
    }

    public static Argument<string> Which() => new("client") { Description = "Its id, or its name where only one live client has it." };

    /// <summary>The live client of that id or name.</summary>
    /// <returns>Null where there is none or are several, which it then has said.</returns>
    public static async Task<Client?> FindAsync(ClientStore store, string tenant, string which, CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(tenant, cancellationToken);
        var live = all.Select(x => x.Client).Where(x => x.Revoked is null && (x.Id.ToString() == which || x.Name == which)).ToList();
        if (live is [var client]) return client;

        await Console.Error.WriteLineAsync(live.Count > 1
            ? $"{live.Count} live clients are called \"{which}\". Give the id of one: {string.Join(", ", live.Select(x => x.Id))}."
            : $"No live client has the id or the name \"{which}\". See: client list.");
        return null;
    }

    private static Command CreateClient()
    {
        var name = Name("What the log calls it.", "A client needs a name.");
        var isReadOnly = ReadOnly();
        var hours = new Option<int>("--token-hours")
        {
            Description = "How long an access token lasts: 1 to 6 hours.",
            DefaultValueFactory = _ => 1,
            CustomParser = x => Number(x, 1, 6) ?? 1,
        };
        var withoutSecret = new Option<bool>("--no-secret") { Description = "Without a first secret, for a client with a key or a federated credential." };
        var (tenant, json) = (Tenant(), AsJson());
        var command = new Command("create", "Make a client, and its first secret, which is shown once and stored as a hash.") { name, isReadOnly, hours, withoutSecret, tenant, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var store = new ClientStore(source.Database);
            try
            {
                var scope = parsed.GetValue(isReadOnly) ? TokenScope.ReadOnly : TokenScope.Full;
                var client = await store.CreateAsync(parsed.GetValue(tenant)!, parsed.GetValue(name)!, scope, TimeSpan.FromHours(parsed.GetValue(hours)), cancellationToken);
                var secret = parsed.GetValue(withoutSecret) ? null : (await store.AddSecretAsync(client.Id, null, cancellationToken))?.Secret;
                Print(client, secret, parsed.GetValue(json));
                return 0;
            }
            catch (PostgresException e) when (StorageErrors.IsUnknownTenant(e))
            {
                await Console.Error.WriteLineAsync($"There is no tenant \"{parsed.GetValue(tenant)}\".");
                return 1;
            }
        });
        return command;
    }

    private static void Print(Client client, string? secret, bool asJson)
    {
        var root = CommandHost.ReadOptions(CommandHost.CreateBuilder().Configuration).PublicUrl?.ToString().TrimEnd('/');
        var endpoint = root + TokenEndpoint.Path;
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new { client.Id, client.Tenant, client.Name, client.Scope, TokenHours = (int)client.TokenLifetime.TotalHours, TokenEndpoint = endpoint, Secret = secret }, Json));
            return;
        }

        Console.WriteLine($"""
            Client "{client.Name}" of tenant "{client.Tenant}" is made. For the identity provider:

              Client ID       {client.Id}
              Client secret   {secret ?? "none; see: client add-secret, client add-key, client add-federated-credential"}
              Token endpoint  {endpoint}{(root is null ? "    (behind the service's public address; Scim__PublicUrl is not set)" : "")}
              Scope           {client.Scope}
            """);
        if (secret is not null) Console.WriteLine("\nThe secret is not shown again.");
    }

    private static Command ListClients()
    {
        var (tenant, json) = (Tenant(), AsJson());
        var command = new Command("list", "Show the clients and what they may show who they are with, without the secrets.") { tenant, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var clients = await new ClientStore(source.Database).ListAsync(parsed.GetValue(tenant)!, cancellationToken);
            Console.Write(parsed.GetValue(json) ? ClientText.AsJson(clients) : ClientText.AsTable(clients));
        });
        return command;
    }

    private static Command Revoke()
    {
        var credential = new Option<Guid?>("--credential") { Description = "The id of one credential; without this, the whole client ends." };
        var (which, tenant) = (Which(), Tenant());
        var command = new Command("revoke", "End a client, whose tokens are refused within seconds; or one credential, for which no more tokens are given.") { which, credential, tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var store = new ClientStore(source.Database);
            if (await FindAsync(store, parsed.GetValue(tenant)!, parsed.GetValue(which)!, cancellationToken) is not { } client) return 1;

            var isDone = parsed.GetValue(credential) is { } id
                ? await store.RevokeCredentialAsync(client.Id, id, cancellationToken)
                : await store.RevokeAsync(client.Id, cancellationToken);
            if (!isDone)
            {
                await Console.Error.WriteLineAsync($"Client \"{client.Name}\" has no live credential of that id. See: client list.");
                return 1;
            }

            Console.WriteLine(parsed.GetValue(credential) is null
                ? $"Client \"{client.Name}\" is revoked, and with it the tokens it was given."
                : $"The credential of client \"{client.Name}\" is revoked. Tokens that were given for it last for up to {(int)client.TokenLifetime.TotalHours} h.");
            return 0;
        });
        return command;
    }
}
