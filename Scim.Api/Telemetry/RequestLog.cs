using Scim.Api.Authentication;

namespace Scim.Api.Telemetry;

/// <summary>
/// A line for each request, where <c>Logging__LogLevel__Requests=Information</c> asks for them. Neither address nor filter nor id is in it: the
/// route tells what was called.
/// </summary>
public sealed class RequestLog(ILoggerFactory loggers)
{
    /// <summary>Of the lines.</summary>
    public const string Category = "Requests";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public void Add(HttpContext context, in RequestOutcome outcome, TimeSpan time)
    {
        if (!_logger.IsEnabled(LogLevel.Information)) return;

        var endpoint = context.GetEndpoint() ?? context.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()?.Endpoint;
        _logger.LogInformation(
            "{Operation} {Route} was answered {Status} ({Outcome}) within {Milliseconds} ms, tenant {Tenant}, credential {Credential}, request {CorrelationId}",
            outcome.Operation.Name,
            (endpoint as RouteEndpoint)?.RoutePattern.RawText,
            context.Response.StatusCode,
            outcome.ErrorType ?? outcome.Outcome,
            Math.Round(time.TotalMilliseconds, 1),
            outcome.Tenant,
            Credential.Of(context.User)?.Name,
            context.TraceIdentifier);
    }
}
