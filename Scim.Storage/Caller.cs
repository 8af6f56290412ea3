namespace Scim.Storage;

/// <summary>On whose behalf something is done, as the provisioning log tells it.</summary>
/// <param name="Tenant">The tenant. Nothing outside it is seen or changed.</param>
/// <param name="Credential">The name of the credential.</param>
/// <param name="CorrelationId">Ties the log row to the request.</param>
public sealed record Caller(string Tenant, string? Credential = null, string? CorrelationId = null);
