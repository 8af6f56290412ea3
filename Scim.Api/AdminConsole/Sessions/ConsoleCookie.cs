using Scim.Storage.AdminConsole;

namespace Scim.Api.AdminConsole.Sessions;

/// <summary>
/// The cookie of a session: tenant and secret. Where the browser speaks HTTPS it is Secure and has the prefix <c>__Host-</c>, under which nobody
/// else can set one.
/// </summary>
/// <param name="Tenant">Whose session.</param>
/// <param name="Secret">The session's secret.</param>
internal sealed record ConsoleCookie(string Tenant, string Secret)
{
    private const string PlainName = "scim_console";
    private const string SecureName = "__Host-" + PlainName;

    private const int MaxLength = 200;

    /// <summary>Null where there is none that can be one.</summary>
    public static ConsoleCookie? Of(HttpRequest request)
    {
        var text = Find(request, SecureName) ?? (ConsoleOrigin.IsSecure(request) ? null : Find(request, PlainName));
        return text is { Length: <= MaxLength } && text.Split('.') is [var tenant, var secret] && ConsoleSessions.IsSecret(secret) && Storage.Tenants.Tenant.IsName(tenant) ? new ConsoleCookie(tenant, secret) : null;
    }

    public void AppendTo(HttpResponse response)
    {
        var isSecure = ConsoleOrigin.IsSecure(response.HttpContext.Request);
        response.Cookies.Append(isSecure ? SecureName : PlainName, $"{Tenant}.{Secret}", Options(isSecure));
    }

    /// <summary>Makes the browser forget it.</summary>
    public static void DeleteFrom(HttpResponse response)
    {
        if (response.HttpContext.Request.Cookies.ContainsKey(SecureName)) response.Cookies.Delete(SecureName, Options(isSecure: true));
        if (response.HttpContext.Request.Cookies.ContainsKey(PlainName)) response.Cookies.Delete(PlainName, Options(isSecure: false));
    }

    // ASP.NET takes names in any case, and some browsers bind __Host- alone to HTTPS and the host, not __host-.
    private static string? Find(HttpRequest request, string name) => request.Headers.Cookie
        .SelectMany(x => (x ?? "").Split(';', StringSplitOptions.TrimEntries))
        .FirstOrDefault(x => x.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static CookieOptions Options(bool isSecure) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = isSecure, Path = "/" };
}
