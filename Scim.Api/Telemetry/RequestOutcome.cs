using Microsoft.AspNetCore.Diagnostics;
using Scim.Api.Authentication;
using Scim.Api.OAuth;
using Scim.Api.Protocol;

namespace Scim.Api.Telemetry;

/// <summary>How a request ended, in words that come from the service alone.</summary>
/// <param name="Operation">What it was.</param>
/// <param name="Tenant">Null where nobody was authenticated.</param>
/// <param name="Outcome">success, refused, failed, or aborted: the client did not wait for the answer.</param>
/// <param name="ErrorType">The scimType, OAuth's error, or the status; null where it succeeded.</param>
public readonly record struct RequestOutcome(MeasuredOperation Operation, string? Tenant, string Outcome, string? ErrorType)
{
    public static RequestOutcome Of(HttpContext context, MeasuredOperation operation)
    {
        var tenant = Credential.Of(context.User)?.Tenant;
        if (context.RequestAborted.IsCancellationRequested) return new(operation, tenant, "aborted", "aborted");

        var status = context.Response.StatusCode;
        return status < StatusCodes.Status400BadRequest
            ? new(operation, tenant, "success", null)
            : new(operation, tenant, IsFailure(status) ? "failed" : "refused", ErrorTypeOf(context, status));
    }

    /// <summary>Null for what is no request of SCIM or OAuth.</summary>
    public static MeasuredOperation? OperationOf(HttpContext context)
    {
        // An exception takes the endpoint away from the request that it ends.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        return endpoint?.Metadata.GetMetadata<MeasuredOperation>()
            ?? (context.Request.Path.StartsWithSegments("/scim", StringComparison.OrdinalIgnoreCase) ? MeasuredOperation.Other : null);
    }

    // What is not implemented is not offered either: whoever asks for it is refused.
    private static bool IsFailure(int status) => status >= StatusCodes.Status500InternalServerError && status != StatusCodes.Status501NotImplemented;

    private static string ErrorTypeOf(HttpContext context, int status) =>
        context.Features.Get<ScimError>()?.ScimType ?? context.Features.Get<OAuthError>()?.Error ?? StatusText.Of(status);
}
