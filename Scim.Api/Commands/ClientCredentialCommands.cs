using System.CommandLine;
using System.Text.Json;
using Scim.Api.OpenId;
using Scim.Storage.Clients;
using static Scim.Api.Commands.CommonOptions;

namespace Scim.Api.Commands;

/// <summary>What clients show who they are with: several at a time, so that one takes the place of another while both are good.</summary>
internal static class ClientCredentialCommands
{
    private const int MaxFileBytes = 256 * 1024;

    public static Command AddSecret()
    {
        var days = ExpiresInDays("After how many days it ends; without this, never.");
        var (which, tenant, json) = (ClientCommand.Which(), Tenant(), AsJson());
        var command = new Command("add-secret", "Give a client a further secret. It is shown once and stored as a hash.") { which, days, tenant, json };
        command.SetAction((parsed, cancellationToken) => WithClientAsync(parsed.GetValue(tenant)!, parsed.GetValue(which)!, async (store, client) =>
        {
            if (await store.AddSecretAsync(client.Id, TimeOf(parsed.GetValue(days)), cancellationToken) is not { } added) return await TooManyAsync(client);

            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { added.Credential.Id, added.Credential.ClientId, added.Credential.Expires, added.Secret }, Json));
                return 0;
            }

            // The secret alone on standard output, so that a script can take it.
            Console.WriteLine(added.Secret);
            await Console.Error.WriteLineAsync($"Secret {added.Credential.Id} of client \"{client.Name}\" made. It is not shown again.");
            return 0;
        }, cancellationToken));
        return command;
    }

    public static Command AddKey()
    {
        var file = new Argument<string>("file") { Description = "A JWK, a JWKS, or a public key or certificate in PEM." };
        var (which, tenant, json) = (ClientCommand.Which(), Tenant(), AsJson());
        var command = new Command("add-key", "Let a client sign its requests for tokens with a private key, whose public half is given here.") { which, file, tenant, json };
        command.SetAction((parsed, cancellationToken) => WithClientAsync(parsed.GetValue(tenant)!, parsed.GetValue(which)!, async (store, client) =>
        {
            if (await ReadKeysAsync(parsed.GetValue(file)!, cancellationToken) is not { } keys) return 1;

            var all = new List<ClientCredential>();
            foreach (var key in keys)
            {
                if (await store.AddKeyAsync(client.Id, key, cancellationToken) is not { } added) return await TooManyAsync(client);

                all.Add(added);
                if (!parsed.GetValue(json)) Console.WriteLine($"Key {added.Id} of client \"{client.Name}\" added, with the kid {PublicKey.KidOf(added.Jwk)}.");
            }

            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(all.Select(x => new { x.Id, x.ClientId, Kid = PublicKey.KidOf(x.Jwk) }), Json));
            return 0;
        }, cancellationToken));
        return command;
    }

    public static Command AddFederatedCredential()
    {
        var issuer = new Option<string>("--issuer") { Description = "Who vouches for the client (iss), such as https://login.microsoftonline.com/TENANT/v2.0.", Required = true };
        var subject = new Option<string>("--subject") { Description = "As whom (sub): in Entra the object id of the service principal.", Required = true };
        var audience = new Option<string>("--audience") { Description = "For whom (aud), such as api://APPLICATION.", Required = true };
        issuer.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var uri) || !ProviderAddress.IsSafe(uri) || uri.Query.Length + uri.Fragment.Length > 0)
                result.AddError("--issuer takes an https address, without a query.");
        });
        foreach (var option in (Option<string>[])[subject, audience])
        {
            option.Validators.Add(result =>
            {
                if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>())) result.AddError($"{option.Name} is empty.");
            });
        }

        var (which, tenant, json) = (ClientCommand.Which(), Tenant(), AsJson());
        var command = new Command("add-federated-credential", "Let another provider vouch for a client (workload identity federation).") { which, issuer, subject, audience, tenant, json };
        command.SetAction((parsed, cancellationToken) => WithClientAsync(parsed.GetValue(tenant)!, parsed.GetValue(which)!, async (store, client) =>
        {
            if (await store.AddFederatedAsync(client.Id, parsed.GetValue(issuer)!, parsed.GetValue(subject)!, parsed.GetValue(audience)!, cancellationToken) is not { } added)
                return await TooManyAsync(client);

            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { added.Id, added.ClientId, added.Issuer, added.Subject, added.Audience }, Json)
                : $"Federated credential {added.Id} of client \"{client.Name}\" added. Nothing was asked of the issuer yet; its keys are fetched with the first request.");
            return 0;
        }, cancellationToken));
        return command;
    }

    private static async Task<int> WithClientAsync(string tenant, string which, Func<ClientStore, Client, Task<int>> run, CancellationToken cancellationToken)
    {
        await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
        var store = new ClientStore(source.Database);
        return await ClientCommand.FindAsync(store, tenant, which, cancellationToken) is { } client ? await run(store, client) : 1;
    }

    private static async Task<IReadOnlyList<string>?> ReadKeysAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes) throw new FormatException("It is too large for a key.");

            return PublicKey.Read(await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"\"{path}\" cannot be used: {e.Message}");
            return null;
        }
    }

    private static async Task<int> TooManyAsync(Client client)
    {
        await Console.Error.WriteLineAsync($"Client \"{client.Name}\" has {ClientStore.MaxCredentials} live credentials, and may not have more. Revoke those that are not used: client revoke {client.Id} --credential ID.");
        return 1;
    }
}
