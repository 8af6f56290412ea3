using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.Protocol;
using Scim.Resources;
using Scim.Storage;

namespace Scim.Api.AdminConsole;

/// <summary>What the console's own interface answers where something is wrong: problem details (RFC 9457), with a detail for the person.</summary>
internal static class ConsoleProblem
{
    private const int UnavailableSeconds = 5;

    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    /// <summary>Nothing is called so: PostgreSQL holds no text with U+0000.</summary>
    public static ProblemHttpResult HasNul() => Of(StatusCodes.Status400BadRequest, "The text must not have the character U+0000 in it.");

    /// <summary>A status that the framework chose.</summary>
    public static ProblemHttpResult OfStatus(int status) => Of(status, status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read.",
        StatusCodes.Status404NotFound => "There is no such page. The console is at /, the tenant URL of SCIM ends in /scim.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take that method.",
        StatusCodes.Status413PayloadTooLarge => "The request is too large.",
        StatusCodes.Status415UnsupportedMediaType => "Send Content-Type: application/json.",
        _ => "The request was refused.",
    });

    /// <summary>Answers exceptions of the console's requests; those of SCIM have a form of their own.</summary>
    internal sealed class Handler(ILogger<Handler> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (!ConsoleHeaders.IsConsole(httpContext.Request.Path)) return false;
            if (httpContext.RequestAborted.IsCancellationRequested) return true;

            await Answer(httpContext, exception).ExecuteAsync(httpContext);
            return true;
        }

        private ProblemHttpResult Answer(HttpContext context, Exception exception)
        {
            switch (exception)
            {
                case ScimException e:
                    return Of(StatusCodes.Status400BadRequest, ScimError.From(e).Detail);
                case BadHttpRequestException e:
                    return OfStatus(e.StatusCode);
                case var e when StorageErrors.IsUnavailable(e):
                    logger.LogWarning("The database cannot be reached: {Message}", e.Message);
                    context.Response.Headers.RetryAfter = $"{UnavailableSeconds}";
                    return Of(StatusCodes.Status503ServiceUnavailable, "The database does not answer.");
                default:
                    logger.LogError(exception, "Request {CorrelationId} failed", context.TraceIdentifier);
                    return Of(StatusCodes.Status500InternalServerError, $"The service failed. Its log says more under {context.TraceIdentifier}.");
            }
        }
    }
}
