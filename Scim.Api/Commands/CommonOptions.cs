using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Scim.Storage.Tokens;
using ArgumentResult = System.CommandLine.Parsing.ArgumentResult;
using OptionResult = System.CommandLine.Parsing.OptionResult;

namespace Scim.Api.Commands;

/// <summary>Options that several commands have, and the forms in which they all print.</summary>
internal static class CommonOptions
{
    public const int MaxDays = 3_650;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Option<string> Tenant() => new("--tenant") { Description = "The tenant.", DefaultValueFactory = _ => Storage.Tenants.Tenant.Default };

    public static Option<bool> AsJson() => new("--json") { Description = "Print JSON." };

    public static Option<string> Name(string description, string fault)
    {
        var name = new Option<string>("--name") { Description = description, Required = true };
        name.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (string.IsNullOrWhiteSpace(text)) result.AddError(fault);
            else if (!TokenName.IsName(text)) result.AddError($"{fault.TrimEnd('.')} of {TokenName.Rule}.");
        });
        return name;
    }

    public static Option<bool> ReadOnly() => new("--read-only") { Description = "It may look, and change nothing." };

    public static Option<int?> ExpiresInDays(string description) =>
        new("--expires-in-days") { Description = description, CustomParser = x => Number(x, 1, MaxDays) };

    /// <summary>The time that the option says; null without it.</summary>
    public static DateTimeOffset? TimeOf(int? days) => days is { } count ? DateTimeOffset.UtcNow.AddDays(count) : null;

    /// <summary>Reads an option's number, and says what it takes where it is none of those.</summary>
    public static int? Number(ArgumentResult result, int least, int most)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;

        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a number from {least} to {most}.");
        return null;
    }

    /// <summary>A time in a table.</summary>
    public static string Date(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
