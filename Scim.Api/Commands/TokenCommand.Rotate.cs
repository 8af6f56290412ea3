using System.CommandLine;
using System.Text.Json;
using Scim.Storage;
using Scim.Storage.Tokens;
using static Scim.Api.Commands.CommonOptions;

namespace Scim.Api.Commands;

/// <summary><c>token rotate</c></summary>
internal static partial class TokenCommand
{
    private const int DefaultOverlapHours = 24;
    private const int MaxOverlapHours = 8_760;

    private static Command RotateToken()
    {
        var which = Which();
        var hours = new Option<int>("--overlap-hours")
        {
            Description = "For how many hours the old one still serves; 0 ends it at once.",
            DefaultValueFactory = _ => DefaultOverlapHours,
            CustomParser = x => Number(x, 0, MaxOverlapHours) ?? 0,
        };
        var days = ExpiresInDays("After how many days the new one ends; without this, it lives as long as the old one was to.");
        var tenant = Tenant();
        var json = AsJson();
        var command = new Command("rotate", "Make a token in the place of another, which serves on for a day.") { which, hours, days, tenant, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var store = new TokenStore(source.Database);
            if (await FindAsync(store, parsed.GetValue(tenant)!, parsed.GetValue(which)!, cancellationToken) is not { } old) return 1;

            var overlap = TimeSpan.FromHours(parsed.GetValue(hours));
            if (await store.RotateAsync(new Caller(old.Tenant), old.Id, overlap, TimeOf(parsed.GetValue(days)), cancellationToken) is not var (token, secret)) return await UnknownAsync(parsed.GetValue(which)!);

            var ends = DateTime.UtcNow + overlap;
            if (old.Expires < ends) ends = old.Expires.Value;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    new { token.Id, token.Tenant, token.Name, token.Scope, token.Expires, Secret = secret, Replaced = new { old.Id, Ends = ends } }, Json));
                return 0;
            }

            await PrintTextAsync(token, secret);
            await Console.Error.WriteLineAsync(overlap == TimeSpan.Zero ? $"The old one, {old.Id}, is revoked." : $"The old one, {old.Id}, ends on {Date(ends)}.");
            return 0;
        });
        return command;
    }
}
