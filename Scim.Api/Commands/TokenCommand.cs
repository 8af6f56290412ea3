using System.CommandLine;
using System.Text.Json;
using Npgsql;
using Scim.Storage;
using Scim.Storage.Tokens;
using static Scim.Api.Commands.CommonOptions;

namespace Scim.Api.Commands;

/// <summary><c>token create|list|rotate|revoke</c></summary>
internal static partial class TokenCommand
{
    public static Command Create()
    {
        var command = new Command("token", "The bearer tokens that clients authenticate with.");
        command.Subcommands.Add(CreateToken());
        command.Subcommands.Add(ListTokens());
        command.Subcommands.Add(RotateToken());
        command.Subcommands.Add(RevokeToken());
        return command;
    }

    private static Command CreateToken()
    {
        var name = Name("What the log calls it: the client that uses it.", "A token needs a name.");
        var days = ExpiresInDays("After how many days it ends; without this, never.");
        var isReadOnly = ReadOnly();
        var isAdmin = new Option<bool>("--admin") { Description = "It may also sign in to the console, where tokens are made. Not for an identity provider." };
        var tenant = Tenant();
        var json = AsJson();
        var command = new Command("create", "Make a token. It is shown once and stored as a hash.") { name, days, isReadOnly, isAdmin, tenant, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(isReadOnly) && result.GetValue(isAdmin)) result.AddError("--admin and --read-only exclude each other.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var scope = parsed.GetValue(isAdmin) ? TokenScope.Admin : parsed.GetValue(isReadOnly) ? TokenScope.ReadOnly : TokenScope.Full;
            try
            {
                var (token, secret) = await new TokenStore(source.Database).CreateAsync(
                    parsed.GetValue(tenant)!, parsed.GetValue(name)!, scope, TimeOf(parsed.GetValue(days)), cancellationToken);
                await PrintAsync(token, secret, parsed.GetValue(json));
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

    private static async Task PrintAsync(Token token, string secret, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { token.Id, token.Tenant, token.Name, token.Scope, token.Expires, Secret = secret }, Json));
            return;
        }

        await PrintTextAsync(token, secret);
    }

    private static async Task PrintTextAsync(Token token, string secret)
    {
        // The token alone on standard output, so that a script can take it.
        Console.WriteLine(secret);
        await Console.Error.WriteLineAsync($"Token \"{token.Name}\" made{(token.Expires is { } end ? $"; it ends on {Date(end)}" : "")}. It is not shown again.");
    }

    private static Command ListTokens()
    {
        var tenant = Tenant();
        var json = AsJson();
        var command = new Command("list", "Show the tokens, without their secrets.") { tenant, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var tokens = await new TokenStore(source.Database).ListAsync(parsed.GetValue(tenant)!, cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(tokens, Json));
                return;
            }

            Console.WriteLine($"{"ID",-36}  {"STATE",-8}  {"SCOPE",-10}  {"CREATED",-16}  {"EXPIRES",-16}  {"LAST USED",-16}  NAME");
            foreach (var x in tokens)
                Console.WriteLine($"{x.Id,-36}  {State(x),-8}  {x.Scope,-10}  {Date(x.Created),-16}  {Date(x.Expires),-16}  {Date(x.LastUsed),-16}  {x.Name}");
        });
        return command;
    }

    private static Command RevokeToken()
    {
        var which = Which();
        var tenant = Tenant();
        var command = new Command("revoke", "End a token. It is refused everywhere within seconds.") { which, tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var store = new TokenStore(source.Database);
            if (await FindAsync(store, parsed.GetValue(tenant)!, parsed.GetValue(which)!, cancellationToken) is not { } token) return 1;
            if (!await store.RevokeAsync(token.Tenant, token.Id, cancellationToken)) return await UnknownAsync(parsed.GetValue(which)!);

            Console.WriteLine($"Token \"{token.Name}\" is revoked.");
            return 0;
        });
        return command;
    }

    /// <summary>The one live token that is meant; null where there is none or several, which is said.</summary>
    private static async Task<Token?> FindAsync(TokenStore store, string tenant, string given, CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(tenant, cancellationToken);
        var live = all.Where(x => x.IsLive(DateTimeOffset.UtcNow) && (x.Id.ToString() == given || x.Name == given)).ToList();
        if (live is [var token]) return token;

        if (live.Count == 0) await UnknownAsync(given);
        else await Console.Error.WriteLineAsync($"{live.Count} live tokens are called \"{given}\". Give the id of one: {string.Join(", ", live.Select(x => x.Id))}.");
        return null;
    }

    private static async Task<int> UnknownAsync(string given)
    {
        await Console.Error.WriteLineAsync($"No live token has the id or the name \"{given}\". See: token list.");
        return 1;
    }

    private static Argument<string> Which() => new("token") { Description = "Its id, or its name where only one live token has it." };

    private static string State(Token token) =>
        token.Revoked is not null ? "revoked" : token.IsLive(DateTimeOffset.UtcNow) ? "live" : "expired";
}
