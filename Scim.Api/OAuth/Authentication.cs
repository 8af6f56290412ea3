using Scim.Storage.Clients;

namespace Scim.Api.OAuth;

/// <summary>What is to be thought of a client that asks for a token.</summary>
public abstract record Authentication
{
    private protected Authentication()
    {
    }
}

/// <summary>It is who it says it is.</summary>
/// <param name="Client">The client.</param>
/// <param name="CredentialId">What it has shown.</param>
/// <param name="Assertion">To be used up; null where there is none, or it may come again.</param>
public sealed record Authenticated(Client Client, Guid CredentialId, UsedAssertion? Assertion = null) : Authentication;

/// <summary>It is not. Why is for the service's log.</summary>
public sealed record Refused(string Reason) : Authentication
{
    /// <summary>Whom it said it was; null where there is no such client.</summary>
    public Client? Client { get; init; }
}

/// <summary>It may be, and the provider that could tell does not answer.</summary>
public sealed record Deferred(string Reason) : Authentication;
