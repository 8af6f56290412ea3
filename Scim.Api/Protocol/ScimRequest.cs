using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Scim.Api.Authentication;
using Scim.Api.Hosting;
using Scim.Resources;
using Scim.Resources.Bodies;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage;

namespace Scim.Api.Protocol;

/// <summary>A SCIM request as handlers see it: who calls, under which base, with which parameters and body.</summary>
public sealed class ScimRequest(HttpContext context, string baseUri)
{
    /// <summary>Resources on a page where the client does not say.</summary>
    public const int DefaultCount = 100;

    /// <summary>Resources on a page at most; also <c>filter.maxResults</c> of the ServiceProviderConfig.</summary>
    public const int MaxCount = 1_000;

    /// <summary>The base that was called, without a slash at its end: <c>location</c> and <c>$ref</c> carry it.</summary>
    public string BaseUri => baseUri;

    public Caller Caller => new(
        context.User.FindFirst(ScimClaims.Tenant)!.Value,
        context.User.FindFirst(ScimClaims.Credential)!.Value,
        context.TraceIdentifier);

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>The filter; null where the request has none.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c>: more than one.</exception>
    public string? Filter => context.Request.Query["filter"] switch
    {
        { Count: 0 } => null,
        [var only] => only,
        _ => throw ScimException.InvalidFilter("Send one filter; join several by \"and\"."),
    };

    /// <summary>Counted from 1; anything less means 1 (RFC 7644 section 3.4.2.4).</summary>
    public long StartIndex => Math.Max(1, Number("startIndex", 1));

    /// <summary>Less than 0 means 0, and more than the limit means the limit.</summary>
    public int Count => (int)Math.Clamp(Number("count", DefaultCount), 0, MaxCount);

    public static ValueTask<ScimRequest> BindAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<ScimOptions>>().Value;
        var request = context.Request;
        var root = options.PublicUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
        var version = request.Path.StartsWithSegments("/scim/v2", StringComparison.OrdinalIgnoreCase) ? "/scim/v2" : "/scim";
        return ValueTask.FromResult(new ScimRequest(context, root + version));
    }

    public Projection Projection(ResourceType type) => Resources.Representation.Projection.Parse(
        type, Values("attributes"), Values("excludedAttributes"));

    /// <summary>The body, one JSON object.</summary>
    /// <exception cref="ScimException">It is none.</exception>
    public async Task<JsonObject> ReadBodyAsync()
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, Aborted);
        return JsonBody.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private IEnumerable<string> Values(string name) => context.Request.Query[name].OfType<string>();

    private long Number(string name, long absent)
    {
        var values = context.Request.Query[name];
        if (StringValues.IsNullOrEmpty(values)) return absent;
        return long.TryParse(values[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ScimException.InvalidValue($"{name} must be a whole number.");
    }
}
