namespace Scim.Api.Selftest;

/// <summary>Whether there is anything to test: a server that answers, and takes the token.</summary>
internal static class Preflight
{
    public static async Task CheckAsync(Wire wire, SelftestOptions options, CancellationToken cancellationToken)
    {
        var url = options.Url.GetLeftPart(UriPartial.Path);
        var exchange = await wire.SendAsync("GET", $"/Users?filter=userName+eq+%22{Talk.NewId()}%22", null, null, cancellationToken);
        var problem = exchange.Response switch
        {
            null => $"{url} cannot be reached: {exchange.NoAnswer}.",
            { Status: 401 or 403 } x => $"{url} refuses the token: it answers {x.Status}. Check SCIM_TOKEN or --token.",
            { Status: >= 300 and < 400 } x => $"{url} leads elsewhere: it answers {x.Status}, Location {x.Location}. Give the address that it leads to.",
            { } x when x.Body.TrimStart().StartsWith('<') => $"{url} answers {x.Status} with a web page. Check that this is the tenant URL, under which /Users is.",
            _ => null,
        };
        if (problem is not null) throw new NotRunException(problem);
    }
}
