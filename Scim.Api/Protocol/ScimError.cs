using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Api.Logging;
using Scim.Resources;
using Scim.Resources.Bulk;
using Scim.Resources.Representation;

namespace Scim.Api.Protocol;

/// <summary>An error response (RFC 7644 section 3.12). The detail tells the reader of a client's log what to do.</summary>
public sealed record ScimError(int Status, string? ScimType, string Detail) : IResult
{
    public const string SchemaId = "urn:ietf:params:scim:api:messages:2.0:Error";

    // Details name what was sent, which can be long.
    private const int MaxDetailLength = 1_000;

    private const int UnavailableSeconds = 5;

    public string Detail { get; } = Shorten(Detail);

    /// <summary>After how many seconds to try again; null where that would not help.</summary>
    public int? RetryAfter { get; private init; }

    public static ScimError From(ScimException e) => new(StatusCodes.Status400BadRequest, TypeName(e.Type), e.Message);

    public static ScimError InvalidValue(string detail) => From(ScimException.InvalidValue(detail));

    public static ScimError Unauthorized(string detail) => new(StatusCodes.Status401Unauthorized, null, detail);

    public static ScimError Forbidden(string detail) => new(StatusCodes.Status403Forbidden, null, detail);

    public static ScimError NotFound(string type, string id) =>
        new(StatusCodes.Status404NotFound, null, $"There is no {type} with the id {id}. It was deleted, or it belongs to another tenant.");

    /// <summary>A schema or a resource type, of which there are few.</summary>
    public static ScimError Undefined(string type, string id, IEnumerable<string> defined) =>
        new(StatusCodes.Status404NotFound, null, $"There is no {type} {id}. There are {string.Join(", ", defined)}.");

    public static ScimError Uniqueness(string type, string attribute, bool caseExact = false) =>
        new(StatusCodes.Status409Conflict, "uniqueness", $"Another {type} has that {attribute}. It is compared {(caseExact ? "exactly" : "without regard to case")}.");

    public static ScimError PreconditionFailed(string type, string id, long current) =>
        new(StatusCodes.Status412PreconditionFailed, null, $"The {type} {id} is at version W/\"{current}\", which the request rules out. Read it again, see whether the change still holds, and send that version.");

    public static ScimError NotAcceptable() =>
        new(StatusCodes.Status406NotAcceptable, null, $"Only JSON can be sent. Accept {ScimMediaType.Json}.");

    public static ScimError UnsupportedMediaType() =>
        new(StatusCodes.Status415UnsupportedMediaType, null, $"The body must be JSON in UTF-8. Send Content-Type: {ScimMediaType.Json}.");

    public static ScimError UnsupportedEncoding() =>
        new(StatusCodes.Status415UnsupportedMediaType, null, "The body must come as it is. Send it uncompressed, without Content-Encoding.");

    public static ScimError TooManyRequests(int perSecond, int seconds) => new(
        StatusCodes.Status429TooManyRequests,
        null,
        $"This token may send {perSecond} requests a second. Wait for as many seconds as Retry-After says, or raise Scim__RequestsPerSecond of the service.")
    { RetryAfter = seconds };

    public static ScimError TooManyFailures(int seconds) => new(
        StatusCodes.Status429TooManyRequests,
        null,
        "Too many wrong tokens came from this address. Correct the one that the client sends, and wait for as many seconds as Retry-After says. Scim__FailedAuthenticationsPerMinute of the service sets the limit.")
    { RetryAfter = seconds };

    /// <summary>As RFC 6750 section 3.1 has it: there is no telling which of them is meant.</summary>
    public static ScimError SeveralCredentials() =>
        new(StatusCodes.Status400BadRequest, null, "Send one Authorization header. A proxy in between may have added another.");

    public static ScimError Unavailable() =>
        new(StatusCodes.Status503ServiceUnavailable, null, "The database does not answer, so it is not certain whether a change was stored. Try again: the same request once more does no harm.") { RetryAfter = UnavailableSeconds };

    /// <summary>Not 401, upon which clients give up until a person comes.</summary>
    public static ScimError UndecidedToken() =>
        new(StatusCodes.Status503ServiceUnavailable, null, "Whether the token is good cannot be told now, because who has made it does not answer. Try again later.") { RetryAfter = UnavailableSeconds };

    /// <summary>No internals: the correlation id finds them in the service's log.</summary>
    public static ScimError Internal(string correlationId) =>
        new(StatusCodes.Status500InternalServerError, null, $"The service failed. Its log says more under {correlationId}.");

    public static ScimError NotImplemented(string detail) => new(StatusCodes.Status501NotImplemented, null, detail);

    /// <summary>In bulk: without the other operation this one would not be what was asked for.</summary>
    public static ScimError FailedReference(string bulkId, bool isInTheWay) => new(StatusCodes.Status409Conflict, null, isInTheWay
        ? $"The operation with the bulkId {bulkId}, to which this one refers, succeeded once this one was left out. Send this one again, with the id of the new resource."
        : $"The operation with the bulkId {bulkId}, to which this one refers, failed or was not reached. Mend that one, and send both again.");

    public static ScimError TooManyOperations(int count) =>
        new(StatusCodes.Status413PayloadTooLarge, null, $"A bulk request takes at most {BulkRequest.MaxOperations} operations (maxOperations), not {count}. Send them in several requests.");

    /// <summary>A status that the framework chose.</summary>
    public static ScimError OfStatus(int status) => new(status, null, status switch
    {
        StatusCodes.Status400BadRequest => "The request breaks the rules of HTTP, such as how a body is cut into chunks. Correct the client, or the proxy in between.",
        StatusCodes.Status401Unauthorized => "Send a token: Authorization: Bearer TOKEN.",
        StatusCodes.Status404NotFound => "There is no such address. The tenant URL ends in /scim; under it are /Users, /Groups, /Bulk, /Schemas, /ResourceTypes and /ServiceProviderConfig.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take that method; the Allow header lists those it takes.",
        StatusCodes.Status413PayloadTooLarge => $"The body is too large: at most {ScimRequest.MaxBodyBytes} bytes (16 MB) are taken, which is also the maxPayloadSize of bulk requests.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly. Send the request again.",
        _ => "The request was refused.",
    });

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(this);
        if (Status != StatusCodes.Status503ServiceUnavailable) await httpContext.RequestServices.GetRequiredService<RefusalLog>().AddAsync(httpContext, this);

        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await httpContext.WriteJsonAsync(ScimMediaType.Json, Describe());
    }

    /// <summary>The body.</summary>
    public JsonObject Describe()
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(SchemaId), ["status"] = Status.ToString(CultureInfo.InvariantCulture) };
        if (ScimType is not null) body["scimType"] = ScimType;
        body["detail"] = Detail;
        return body;
    }

    private static string Shorten(string detail) =>
        detail.Length <= MaxDetailLength ? detail
        : detail[..(char.IsHighSurrogate(detail[MaxDetailLength - 1]) ? MaxDetailLength - 1 : MaxDetailLength)] + "...";

    private static string TypeName(ScimErrorType type) => JsonNamingPolicy.CamelCase.ConvertName(type.ToString());
}
