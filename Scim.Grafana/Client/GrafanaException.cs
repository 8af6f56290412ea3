using System.Net;

namespace Scim.Grafana.Client;

/// <summary>Grafana did not do what it was asked. The message is for people.</summary>
public abstract class GrafanaException : Exception
{
    private protected GrafanaException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>Grafana is away, starting, overloaded or in trouble. It says nothing about the object that was asked for; a later try may pass.</summary>
public sealed class GrafanaUnavailableException(string message, TimeSpan? retryAfter = null, Exception? innerException = null) : GrafanaException(message, innerException)
{
    /// <summary>How long Grafana asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>Grafana does not take the credential. Trying again would lock the account (five times in five minutes), so nothing is sent with it for a while.</summary>
public sealed class GrafanaUnauthorizedException(string message) : GrafanaException(message);

/// <summary>Grafana refused this one call.</summary>
public sealed class GrafanaRefusedException(string call, HttpStatusCode status, string? reason, string? messageId)
    : GrafanaException($"Grafana answered {(int)status} to {call}{(reason is null ? "" : $": {reason}")}")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>As in <c>org.externallySynced</c>; null where Grafana names none.</summary>
    public string? MessageId { get; } = messageId;
}
