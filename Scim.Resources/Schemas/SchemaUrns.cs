using System.Text.RegularExpressions;

namespace Scim.Resources.Schemas;

/// <summary>The URNs of RFC 7643 section 10, and what a schema's URN may look like.</summary>
internal static partial class SchemaUrns
{
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Schema";
    public const string ResourceType = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
    public const string ServiceProviderConfig = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
    public const string ListResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    private const string Messages = "urn:ietf:params:scim:api:";

    public static bool AreEqual(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the schema describes what discovery answers, not a resource that clients keep here.</summary>
    public static bool IsDiscovery(string urn) =>
        AreEqual(urn, Schema) || AreEqual(urn, ResourceType) || AreEqual(urn, ServiceProviderConfig);

    public static bool IsMessage(string urn) => urn.StartsWith(Messages, StringComparison.OrdinalIgnoreCase);

    public static bool IsWellFormed(string urn) => WellFormed().IsMatch(urn);

    // RFC 8141, less what a filter or a list of attributes cannot carry bare (quotes, parentheses, commas, semicolons),
    // and less a last colon, which would be read as the one before an attribute's name.
    [GeneratedRegex(@"\A(?i:urn):[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]:(?!/)(?:[A-Za-z0-9\-._~!$&*+=:@/]|%[0-9A-Fa-f]{2})+(?<!:)\z")]
    private static partial Regex WellFormed();
}
