using System.CommandLine;
using System.CommandLine.Parsing;
using Scim.Api.Hosting;

namespace Scim.Api.Commands;

/// <summary><c>health</c>: asks a running service whether it is ready, for images without a shell or curl.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = new Argument<Uri>("url")
        {
            Description = $"Where the service listens; by default as ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS say, else {ScimApplication.DefaultUrl}.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => OwnAddress.Find(),
            CustomParser = Parse,
        };
        var command = new Command("health", "Ask a running service whether it is ready. Exit code 0 when it is.") { url };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new HttpClient { Timeout = Patience };
            var address = new Uri(parsed.GetRequiredValue(url), "/health/ready");
            try
            {
                using var response = await client.GetAsync(address, cancellationToken);
                Console.WriteLine(await response.Content.ReadAsStringAsync(cancellationToken));
                return response.IsSuccessStatusCode ? 0 : 1;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Console.Error.WriteLineAsync($"{address} does not answer: {e.Message}");
                return 1;
            }
        });
        return command;
    }

    private static Uri? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;

        result.AddError($"\"{text}\" is no address; write one like {ScimApplication.DefaultUrl}.");
        return null;
    }
}
