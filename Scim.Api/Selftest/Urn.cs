namespace Scim.Api.Selftest;

internal static class Urn
{
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string ListResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    public const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>Entra names it in every group that it makes; no schema stands behind it.</summary>
    public const string AdScim = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
}
