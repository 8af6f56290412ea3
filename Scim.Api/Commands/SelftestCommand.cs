using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.Http.Headers;
using Scim.Api.Selftest;

namespace Scim.Api.Commands;

/// <summary><c>selftest URL</c>: says to any SCIM server what Entra says. Needs neither a database nor settings.</summary>
internal static class SelftestCommand
{
    public const string Name = "selftest";

    public static Command Create()
    {
        var url = new Argument<Uri>("url") { Description = "The tenant URL, like https://scim.example.com/scim.", CustomParser = Url };
        var token = new Option<string?>("--token") { Description = "A bearer token. Better in the environment as SCIM_TOKEN, since ps shows arguments to everybody." };
        var dialect = new Option<string>("--dialect") { Description = "How PATCH is spelt: legacy, compliant (with the flag aadOptscim062020), or both.", DefaultValueFactory = _ => "both" };
        dialect.AcceptOnlyFromAmong("both", "legacy", "compliant");
        var timeout = new Option<TimeSpan>("--timeout")
        {
            Description = "How many seconds to wait for each answer; by default 30.",
            DefaultValueFactory = _ => SelftestOptions.DefaultTimeout,
            CustomParser = Seconds,
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(Name, "Say to any SCIM server what Entra says, and show what it does not answer rightly. Exit code 1 when something failed, 2 when nothing could be tried.")
        {
            url, token, dialect, timeout, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var secret = (parsed.GetValue(token) ?? Environment.GetEnvironmentVariable("SCIM_TOKEN") ?? "").Trim();
            if (!AuthenticationHeaderValue.TryParse($"Bearer {secret}", out var header) || string.IsNullOrEmpty(header.Parameter))
            {
                await Console.Error.WriteLineAsync(secret.Length == 0 ? "No token. Set SCIM_TOKEN, or give --token." : "The token has characters that no header can hold.");
                return SelftestRun.NotRun;
            }

            var options = new SelftestOptions(parsed.GetRequiredValue(url), secret)
            {
                Dialect = parsed.GetRequiredValue(dialect),
                Timeout = parsed.GetValue(timeout),
                AsJson = parsed.GetValue(json),
            };
            return await SelftestRun.RunAsync(options, Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    private static Uri? Url(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            result.AddError($"\"{text}\" is no address; write one like https://scim.example.com/scim.");
            return null;
        }

        if (url.UserInfo.Length > 0) result.AddError("Leave user and password out of the address, and give the token in SCIM_TOKEN.");
        return url;
    }

    private static TimeSpan Seconds(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 600) return TimeSpan.FromSeconds(seconds);

        result.AddError("--timeout takes a number of seconds from 1 to 600.");
        return default;
    }
}
