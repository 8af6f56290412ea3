using Microsoft.AspNetCore.Diagnostics;
using Scim.Resources;
using Scim.Storage;

namespace Scim.Api.Protocol;

/// <summary>Answers every exception with a SCIM error.</summary>
public sealed class ScimExceptionHandler(ILogger<ScimExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The client has gone; nobody reads an answer.
        if (httpContext.RequestAborted.IsCancellationRequested) return true;

        var error = exception switch
        {
            ScimException e => ScimError.From(e),
            BadHttpRequestException e => ScimError.OfStatus(e.StatusCode),
            _ when StorageErrors.IsUnavailable(exception) => Unavailable(httpContext, exception),
            _ => Internal(httpContext, exception),
        };
        await error.ExecuteAsync(httpContext);
        return true;
    }

    private ScimError Unavailable(HttpContext httpContext, Exception exception)
    {
        logger.LogWarning("Request {CorrelationId} failed, the database cannot be reached: {Message}", httpContext.TraceIdentifier, exception.Message);
        return ScimError.Unavailable();
    }

    private ScimError Internal(HttpContext httpContext, Exception exception)
    {
        logger.LogError(exception, "Request {CorrelationId} failed", httpContext.TraceIdentifier);
        return ScimError.Internal(httpContext.TraceIdentifier);
    }
}
