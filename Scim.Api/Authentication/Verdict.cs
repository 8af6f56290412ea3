using System.Security.Claims;
using Scim.Api.Telemetry;

namespace Scim.Api.Authentication;

/// <summary>What is to be thought of a bearer token.</summary>
public abstract record Verdict
{
    private protected Verdict()
    {
    }
}

/// <summary>It is good.</summary>
public sealed record Accepted : Verdict
{
    public Accepted(Credential credential)
    {
        Credential = credential;
        Principal = credential.ToPrincipal(BearerHandler.SchemeName);
    }

    public Credential Credential { get; }

    /// <summary>The same for every request that comes with it.</summary>
    public ClaimsPrincipal Principal { get; }

    public bool Equals(Accepted? other) => other is not null && other.Credential == Credential;

    public override int GetHashCode() => Credential.GetHashCode();
}

/// <summary>It is not. Why is for the service's log: whoever sent it is told no more than that.</summary>
public sealed record Rejected(string Reason) : Verdict
{
    /// <summary>Whose it was, where that is known: it has expired, or was revoked.</summary>
    public Credential? Credential { get; init; }

    /// <summary>The reason as it is counted.</summary>
    public AuthenticationFailure Failure { get; init; } = AuthenticationFailure.Unknown;
}

/// <summary>It is genuine, and may not do what is needed here.</summary>
/// <param name="Detail">What it lacks, for whoever sent it.</param>
public sealed record Insufficient(string Detail) : Verdict;

/// <summary>It may be good, and whoever could tell does not answer. A later try may pass.</summary>
public sealed record Undecided(string Reason) : Verdict;
