using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Scim.Api.Authentication;
using Scim.Api.Hosting;
using Scim.Api.Logging;
using Scim.Api.Searching;
using Scim.Resources;
using Scim.Resources.Bodies;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage;

namespace Scim.Api.Protocol;

/// <summary>A SCIM request as handlers see it: who calls, under which base, with which parameters and body.</summary>
public sealed class ScimRequest(HttpContext context, string baseUri)
{
    /// <summary>Bytes of a body; also <c>bulk.maxPayloadSize</c> of the ServiceProviderConfig.</summary>
    public const int MaxBodyBytes = 16 * 1024 * 1024;

    /// <summary>The base that was called, without a slash at its end: <c>location</c> and <c>$ref</c> carry it.</summary>
    public string BaseUri => baseUri;

    public Caller Caller => Credential.Of(context.User) is { } credential
        ? new Caller(credential.Tenant, credential.Name, context.TraceIdentifier)
        : throw new InvalidOperationException("Nobody is authenticated.");

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>The parameters of a list.</summary>
    public SearchRequest Search => SearchRequest.Of(context.Request.Query);

    /// <summary>If-Match and If-None-Match (RFC 7644 section 3.14).</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: one of them is no list of tags.</exception>
    public Precondition Precondition => new(Tags(context.Request.Headers.IfMatch), Tags(context.Request.Headers.IfNoneMatch));

    public static ValueTask<ScimRequest> BindAsync(HttpContext context)
    {
        var version = context.Request.Path.StartsWithSegments("/scim/v2", StringComparison.OrdinalIgnoreCase) ? "/scim/v2" : "/scim";
        return ValueTask.FromResult(new ScimRequest(context, RootOf(context) + version));
    }

    /// <summary>The service's public address, without <c>/scim</c> and without a slash at its end.</summary>
    public static string RootOf(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<ScimOptions>>().Value;
        var request = context.Request;
        return options.PublicUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
    }

    /// <summary>What to show of a resource.</summary>
    public Projection Projection(ResourceType type) => Resources.Representation.Projection.Parse(type, Search.Attributes, Search.ExcludedAttributes);

    /// <summary>The body, one JSON object.</summary>
    /// <param name="envelope">Levels in it around what would stand alone.</param>
    /// <exception cref="ScimException">It is none.</exception>
    public async Task<JsonObject> ReadBodyAsync(int envelope = 0)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, Aborted);
        var body = JsonBody.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), envelope);
        context.Features.Set(new RequestBody(body));
        return body;
    }

    private static EntityTags? Tags(StringValues header) => header.Count == 0 ? null : EntityTags.Parse(header.ToString());
}
