using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Scim.Storage;
using Scim.Storage.Tokens;
using ArgumentResult = System.CommandLine.Parsing.ArgumentResult;

namespace Scim.Api.Commands;

/// <summary><c>token create|list|revoke</c></summary>
internal static class TokenCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var command = new Command("token", "The bearer tokens that clients authenticate with.");
        command.Subcommands.Add(CreateToken());
        command.Subcommands.Add(ListTokens());
        command.Subcommands.Add(RevokeToken());
        return command;
    }

    private static Command CreateToken()
    {
        var name = new Option<string>("--name") { Description = "What the log calls it: the client that uses it.", Required = true };
        var days = new Option<int?>("--expires-in-days") { Description = "After how many days it ends; without this, never.", CustomParser = Days };
        name.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>())) result.AddError("A token needs a name.");
        });
        var isReadOnly = new Option<bool>("--read-only") { Description = "It may look, and change nothing." };
        var tenant = Tenant();
        var json = AsJson();
        var command = new Command("create", "Make a token. It is shown once and stored as a hash.") { name, days, isReadOnly, tenant, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var expires = parsed.GetValue(days) is { } count ? DateTimeOffset.UtcNow.AddDays(count) : (DateTimeOffset?)null;
            try
            {
                var (token, secret) = await new TokenStore(source.Database).CreateAsync(
                    parsed.GetValue(tenant)!, parsed.GetValue(name)!, expires, cancellationToken, parsed.GetValue(isReadOnly) ? TokenScope.ReadOnly : TokenScope.Full);
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

            Console.WriteLine($"{"ID",-36}  {"STATE",-8}  {"SCOPE",-9}  {"CREATED",-16}  {"EXPIRES",-16}  {"LAST USED",-16}  NAME");
            foreach (var x in tokens)
                Console.WriteLine($"{x.Id,-36}  {State(x),-8}  {x.Scope,-9}  {Date(x.Created),-16}  {Date(x.Expires),-16}  {Date(x.LastUsed),-16}  {x.Name}");
        });
        return command;
    }

    private static Command RevokeToken()
    {
        var which = new Argument<string>("token") { Description = "Its id, or its name where only one live token has it." };
        var tenant = Tenant();
        var command = new Command("revoke", "End a token. It is refused everywhere within seconds.") { which, tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var store = new TokenStore(source.Database);
            var given = parsed.GetValue(which)!;
            var all = await store.ListAsync(parsed.GetValue(tenant)!, cancellationToken);
            var live = all.Where(x => x.IsLive(DateTimeOffset.UtcNow) && (x.Id.ToString() == given || x.Name == given)).ToList();
            if (live is [var token] && await store.RevokeAsync(token.Tenant, token.Id, cancellationToken))
            {
                Console.WriteLine($"Token \"{token.Name}\" is revoked.");
                return 0;
            }

            await Console.Error.WriteLineAsync(live.Count > 1
                ? $"{live.Count} live tokens are called \"{given}\". Give the id of one: {string.Join(", ", live.Select(x => x.Id))}."
                : $"No live token has the id or the name \"{given}\". See: token list.");
            return 1;
        });
        return command;
    }

    private static int? Days(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 3650) return days;

        result.AddError("--expires-in-days takes a number from 1 to 3650.");
        return null;
    }

    private static Option<string> Tenant() => new("--tenant") { Description = "The tenant.", DefaultValueFactory = _ => "default" };

    private static Option<bool> AsJson() => new("--json") { Description = "Print JSON." };

    private static string State(Token token) =>
        token.Revoked is not null ? "revoked" : token.IsLive(DateTimeOffset.UtcNow) ? "live" : "expired";

    private static string Date(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
