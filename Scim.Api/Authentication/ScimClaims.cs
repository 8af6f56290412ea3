namespace Scim.Api.Authentication;

/// <summary>What is known of an authenticated caller.</summary>
public static class ScimClaims
{
    public const string Tenant = "tenant";

    /// <summary>The credential's name, for the provisioning log.</summary>
    public const string Credential = "credential";
}
