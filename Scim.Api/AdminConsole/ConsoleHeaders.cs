namespace Scim.Api.AdminConsole;

/// <summary>What browsers are told of everything that the console answers: to run and load nothing but its own files, and to be in no frame.</summary>
internal static class ConsoleHeaders
{
    /// <summary>Below it is all of the console but the page itself.</summary>
    public const string Prefix = "/console";

    // Nothing in the page writes HTML, and with Trusted Types nothing can.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static bool IsConsole(PathString path) => path == "/" || path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);

    public static Task Add(HttpContext context, RequestDelegate next)
    {
        if (!IsConsole(context.Request.Path)) return next(context);

        // Also to answers of what fails, which start with headers of their own.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
