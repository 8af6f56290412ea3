using Microsoft.OpenApi;
using Scim.Api.Protocol;

namespace Scim.Api.OpenApi;

/// <summary>Answers and refusals, with their headers.</summary>
internal static class Responses
{
    public static OpenApiResponse Of(ScimAnswer answer, IOpenApiSchema? body) => new()
    {
        Description = answer.Status switch
        {
            StatusCodes.Status201Created => "It was created.",
            StatusCodes.Status204NoContent => "It was done.",
            StatusCodes.Status304NotModified => "The client has this version already.",
            _ => "It was done, as shown.",
        },
        Headers = HeadersOf(answer.Headers),
        Content = ContentOf(body),
    };

    public static OpenApiResponse Refusal(int status, IOpenApiSchema? error) => new()
    {
        Description = status switch
        {
            StatusCodes.Status400BadRequest => "The request cannot be understood or carried out; scimType and detail say why.",
            StatusCodes.Status401Unauthorized => "There is no token, or it is unknown, expired or revoked.",
            StatusCodes.Status403Forbidden => "Discovery is not filtered.",
            StatusCodes.Status404NotFound => "There is none of that id.",
            StatusCodes.Status406NotAcceptable => "The client does not accept JSON.",
            StatusCodes.Status409Conflict => "Another resource has that value, which must be unique.",
            StatusCodes.Status412PreconditionFailed => "The resource is at another version.",
            StatusCodes.Status413PayloadTooLarge => "The body is too large.",
            StatusCodes.Status415UnsupportedMediaType => "The body is not JSON in UTF-8.",
            StatusCodes.Status500InternalServerError => "The service failed.",
            StatusCodes.Status503ServiceUnavailable => "The database does not answer; the same request once more does no harm.",
            _ => throw new NotSupportedException($"The status {status} is not described."),
        },
        Headers = HeadersOf(status switch
        {
            StatusCodes.Status401Unauthorized => ["WWW-Authenticate"],
            StatusCodes.Status503ServiceUnavailable => ["Retry-After"],
            _ => [],
        }),
        Content = ContentOf(error),
    };

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? null : names.ToDictionary(x => x, x => (IOpenApiHeader)new OpenApiHeader { Description = DescriptionOf(x), Schema = SchemaForms.Text() });

    private static Dictionary<string, OpenApiMediaType>? ContentOf(IOpenApiSchema? body) =>
        body is null ? null : new() { [ScimMediaType.Json] = new OpenApiMediaType { Schema = body } };

    private static string DescriptionOf(string header) => header switch
    {
        "ETag" => "The resource's version.",
        "Location" or "Content-Location" => "The resource's address.",
        "WWW-Authenticate" => "Bearer, and what is wrong with the token.",
        "Retry-After" => "Seconds to wait.",
        _ => throw new NotSupportedException($"The header {header} is not described."),
    };
}
