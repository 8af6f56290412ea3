using System.Diagnostics.Metrics;
using Scim.Storage.Telemetry;

namespace Scim.Api.Telemetry;

/// <summary>Counts requests that were turned away for their credential.</summary>
public static class AuthenticationMetrics
{
    private static readonly Counter<long> Failures =
        ScimMeter.Shared.CreateCounter<long>("scim.authentication.failures", "{request}", "Requests turned away for the credential they came with, or without one");

    /// <summary>Shows every reason as never seen: what a counter has at its first event, Prometheus does not take for an increase.</summary>
    public static void Begin()
    {
        foreach (var reason in AuthenticationFailure.All) Add(reason, 0);
    }

    public static void Count(AuthenticationFailure reason) => Add(reason, 1);

    private static void Add(AuthenticationFailure reason, long count) => Failures.Add(count, new KeyValuePair<string, object?>("reason", reason.Name));
}

/// <summary>Why a credential was not taken. There are no other reasons.</summary>
public sealed class AuthenticationFailure
{
    private AuthenticationFailure(string name) => Name = name;

    public string Name { get; }

    /// <summary>There was none.</summary>
    public static readonly AuthenticationFailure Missing = new("missing");

    /// <summary>It came in no form that is taken.</summary>
    public static readonly AuthenticationFailure Malformed = new("malformed");

    /// <summary>Nobody has it, or it proves nothing.</summary>
    public static readonly AuthenticationFailure Unknown = new("unknown");

    public static readonly AuthenticationFailure Expired = new("expired");

    public static readonly AuthenticationFailure Revoked = new("revoked");

    /// <summary>It is good, and may not do what was asked.</summary>
    public static readonly AuthenticationFailure InsufficientScope = new("insufficient_scope");

    /// <summary>Whoever could tell does not answer.</summary>
    public static readonly AuthenticationFailure Undecided = new("undecided");

    /// <summary>Its address failed too often, and it was not looked at.</summary>
    public static readonly AuthenticationFailure Blocked = new("blocked");

    public static IReadOnlyList<AuthenticationFailure> All { get; } = [Missing, Malformed, Unknown, Expired, Revoked, InsufficientScope, Undecided, Blocked];
}
