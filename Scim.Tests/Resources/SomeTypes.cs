using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Schemas;

namespace Scim.Tests.ResourceModel;

/// <summary>Users, groups and badges, with the extensions of <c>Cases/Schemas</c>.</summary>
internal static class SomeTypes
{
    public const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string CoreGroup = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";
    public const string Payroll = "urn:example:payroll:2.0";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly SchemaCatalogue Catalogue = SchemaCatalogue.Load(Path.Combine(CaseFile.Folder(), "Schemas"));

    public static ResourceType User { get; } = Catalogue.FindType("User")!;

    public static ResourceType Group { get; } = Catalogue.FindType("Group")!;

    public static ResourceType Badge { get; } = Catalogue.FindType("Badge")!;

    public static JsonObject Body(string json) => JsonBody.Parse(Encoding.UTF8.GetBytes(json));

    public static string Print(JsonNode node) => node.ToJsonString(Readable);
}
