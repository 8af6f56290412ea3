using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;

namespace Scim.Api.AdminConsole.Sessions;

/// <summary>
/// Whether a request comes from the console's own page. Browsers say so themselves: by <c>Sec-Fetch-Site</c>, and where that is not sent, as over
/// plain HTTP, by <c>Origin</c>. No page can forge either.
/// </summary>
internal static class ConsoleOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";
    private const string SameOrigin = "same-origin";

    private static readonly ProblemHttpResult OfElsewhere = ConsoleProblem.Of(
        StatusCodes.Status403Forbidden,
        "The request does not come from the console's own page. Behind a proxy, set Scim__PublicUrl to the address in the browser, or have the proxy pass the header Host on.");

    /// <summary>Lets through what reads, and of what changes something the console's own requests alone, before anybody asks who sends them.</summary>
    public static Task Require(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(ConsoleHeaders.Prefix, StringComparison.OrdinalIgnoreCase) || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return next(context);

        return !IsOwn(request) ? OfElsewhere.ExecuteAsync(context)

            // A form cannot send it, and a script of another origin not without asking first.
            : !request.HasJsonContentType() ? ConsoleProblem.OfStatus(StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(context)
            : next(context);
    }

    /// <summary>Whether the browser speaks HTTPS, as far as anything tells: the connection, a trusted proxy, or the page's own address.</summary>
    public static bool IsSecure(HttpRequest request)
    {
        if (request.IsHttps) return true;
        if (OriginOf(request) is { } origin) return origin.Scheme == Uri.UriSchemeHttps;

        return PublicUrl(request) is { Scheme: "https" } url && IsAt(url, request.Host);
    }

    private static bool IsOwn(HttpRequest request)
    {
        if (request.Headers[FetchSite] is [var site]) return site == SameOrigin;

        // By host and port: a proxy that ends TLS need not say so.
        return OriginOf(request) is { } origin && (IsAt(origin, request.Host) || (PublicUrl(request) is { } url && url.Authority == origin.Authority && url.Scheme == origin.Scheme));
    }

    private static Uri? OriginOf(HttpRequest request) =>
        request.Headers.Origin is [{ } text] && Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" ? origin : null;

    private static bool IsAt(Uri address, HostString host) =>
        string.Equals(address.Host, host.Host, StringComparison.OrdinalIgnoreCase) && (host.Port is { } port ? address.Port == port : address.IsDefaultPort);

    private static Uri? PublicUrl(HttpRequest request) => request.HttpContext.RequestServices.GetRequiredService<IOptions<ScimOptions>>().Value.PublicUrl;
}
