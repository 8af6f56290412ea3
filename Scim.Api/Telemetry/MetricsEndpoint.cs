using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;

namespace Scim.Api.Telemetry;

/// <summary>
/// <c>/metrics</c>, which Prometheus reads. It stands before authentication: its token is no client's, counts as nobody's failure and against nobody's
/// limit, and the database is not asked.
/// </summary>
public sealed class MetricsEndpoint(IOptions<ScimOptions> options)
{
    public const string Path = "/metrics";

    private const string Prefix = "Bearer ";

    private readonly byte[]? _token = options.Value.MetricsToken is { Length: > 0 } token ? Encoding.UTF8.GetBytes(token.Trim()) : null;

    public static void Map(WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<MetricsEndpoint>();
        app.MapWhen(IsAsked, branch => branch.Use(endpoint.GuardAsync).UseOpenTelemetryPrometheusScrapingEndpoint(_ => true));
    }

    private static bool IsAsked(HttpContext context) => string.Equals(context.Request.Path.Value, Path, StringComparison.OrdinalIgnoreCase);

    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics) metrics.MetricsDisabled = true;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        if (IsLetIn(context.Request.Headers.Authorization)) return next(context);

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"metrics\"";
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private bool IsLetIn(string? header) =>
        _token is null
        || (header is not null
            && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Prefix.Length..].Trim()), _token));
}
