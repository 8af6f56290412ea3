using System.Text.Json.Nodes;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;
using Scim.Resources.Text;

namespace Scim.Storage.Filtering;

/// <summary>What of a resource stands in columns of its own beside the document.</summary>
internal static class KeyColumns
{
    /// <summary>The attribute behind <c>unique_key</c>: <c>userName</c> of users, <c>displayName</c> of groups, what the schema of another type says.</summary>
    public static SchemaAttribute? UniqueAttribute(ResourceType type) =>
        type.Schema.Attributes.FirstOrDefault(x => x.Uniqueness != Uniqueness.None && !x.IsComplex && !x.MultiValued);

    /// <summary>Behind the base, which is the same for all of a list.</summary>
    public const string Address = "((@endpoints::jsonb ->> r.type) || '/' || r.id)";

    /// <summary>
    /// The column of <c>scim.resource r</c>, or the expression over columns, that holds the attribute prepared for comparison; null where the
    /// document does. The statement must also have <c>@base</c> and <c>@endpoints</c>.
    /// </summary>
    public static string? Of(ResourceType type, BoundAttribute attribute)
    {
        if (attribute.Extension is not null) return null;
        if (attribute.Attribute == CommonAttributes.Id) return "r.id::text";
        if (attribute.Attribute == CommonAttributes.ExternalId) return "r.external_id";
        if (attribute.Attribute == UniqueAttribute(type)) return "r.unique_key";
        if (attribute.Attribute != CommonAttributes.Meta) return null;
        return attribute.Sub!.Name switch
        {
            "resourceType" => "r.type",
            "created" => "r.created",
            "lastModified" => "r.last_modified",
            "location" => $"(@base || {Address})",
            _ => "('W/\"' || r.version || '\"')",
        };
    }

    public static string? UniqueKey(ResourceType type, JsonObject document) =>
        UniqueAttribute(type) is { } attribute && document[attribute.Name] is JsonValue value
            ? PreparedText.Prepare(value.ToString(), attribute.CaseExact)
            : null;

    public static string? ExternalId(JsonObject document) =>
        document[CommonAttributes.ExternalId.Name] is JsonValue value
            ? PreparedText.Prepare(value.GetValue<string>(), CommonAttributes.ExternalId.CaseExact)
            : null;

    /// <summary>What a group shows of a member, and a user of a group.</summary>
    public static string Display(ResourceType type, Guid id, JsonObject document) =>
        (document["displayName"] ?? (document["name"] as JsonObject)?["formatted"] ?? (UniqueAttribute(type) is { } unique ? document[unique.Name] : null))
        ?.ToString() ?? id.ToString();

    /// <summary>The same, prepared for comparison, of the row with that alias.</summary>
    public static string PreparedDisplay(string alias) =>
        $"COALESCE({alias}.search ->> '{SearchDocument.Key("displayName")}', {alias}.search #>> '{{name,formatted}}', {alias}.unique_key, {alias}.id::text)";
}
