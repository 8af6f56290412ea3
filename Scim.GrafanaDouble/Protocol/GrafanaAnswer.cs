using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scim.Doubles.Protocol;

/// <summary>A status and a body in one of Grafana's forms, ready to be sent.</summary>
internal sealed class GrafanaAnswer
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private GrafanaAnswer(int status, object body)
    {
        Status = status;
        Body = JsonSerializer.SerializeToUtf8Bytes(body, Json);
    }

    public static GrafanaAnswer NotFound { get; } = Message(StatusCodes.Status404NotFound, "Not found");

    public static GrafanaAnswer BadRequestData { get; } = BadRequest("bad request data");

    public int Status { get; }

    public byte[] Body { get; }

    public int? RetryAfterSeconds { get; private init; }

    /// <summary>Names are sent as they are written; what is null is left out.</summary>
    public static GrafanaAnswer Ok(object body) => new(StatusCodes.Status200OK, body);

    public static GrafanaAnswer Done(string message) => Ok(new { message });

    public static GrafanaAnswer Of(int status, object body) => new(status, body);

    public static GrafanaAnswer Message(int status, string message) => new(status, new { message });

    public static GrafanaAnswer BadRequest(string message) => Message(StatusCodes.Status400BadRequest, message);

    public static GrafanaAnswer Missing(string message) => Message(StatusCodes.Status404NotFound, message);

    public static GrafanaAnswer Failed(string message) => Message(StatusCodes.Status500InternalServerError, message);

    /// <summary>The form that carries an id of the message.</summary>
    public static GrafanaAnswer Identified(int status, string messageId, string message) =>
        new(status, new { message, messageId, statusCode = status, traceID = "" });

    public static GrafanaAnswer AccessDenied(string action) => new(StatusCodes.Status403Forbidden, new
    {
        accessErrorId = $"ACE{Random.Shared.NextInt64(1_000_000_000, 10_000_000_000)}",
        message = $"You'll need additional permissions to perform this action. Permissions needed: {action}",
        title = "Access denied",
    });

    public static GrafanaAnswer TooManyRequests(int retryAfterSeconds) =>
        new(StatusCodes.Status429TooManyRequests, new { message = "Too many requests" }) { RetryAfterSeconds = retryAfterSeconds };

    public async Task WriteAsync(HttpResponse response)
    {
        response.Clear();
        response.StatusCode = Status;
        response.ContentType = "application/json; charset=UTF-8";
        response.ContentLength = Body.Length;
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
    }
}
