using System.Text.Json.Nodes;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Resources.Text;
using Scim.Storage.Filtering;

namespace Scim.Storage.Logging;

/// <summary>What a row of the log is about: the id of a resource, and names, of which the log holds <c>scim.log_key</c>.</summary>
/// <param name="Ids">Ids of resources.</param>
/// <param name="Names">Each with its kind: the name of a type, whose unique attribute it is, or <c>externalId</c>.</param>
public sealed record LogSubject(IReadOnlyList<Guid> Ids, IReadOnlyList<(string Kind, string Value)> Names)
{
    private const string ExternalId = "externalId";

    /// <summary>What a request names: the resource of its address, and the names in its body.</summary>
    public static LogSubject Of(ResourceType? type, Guid? id, JsonObject? body)
    {
        var names = new List<(string, string)>();
        if (type is not null && KeyColumns.UniqueAttribute(type) is { } unique && Text(body, unique) is { } name) names.Add((type.Name, name));
        if (Text(body, CommonAttributes.ExternalId) is { } externalId) names.Add((ExternalId, externalId));
        return new LogSubject(id is { } known ? [known] : [], names);
    }

    /// <summary>Whatever a person may call a resource: its id, its <c>userName</c> or <c>displayName</c>, its <c>externalId</c>.</summary>
    public static LogSubject Called(string text, SchemaCatalogue catalogue)
    {
        var names = catalogue.ResourceTypes
            .Select(x => (x.Name, Attribute: KeyColumns.UniqueAttribute(x)))
            .Where(x => x.Attribute is not null)
            .Select(x => (x.Name, PreparedText.Prepare(text, x.Attribute!.CaseExact)))
            .Append((ExternalId, PreparedText.Prepare(text, CommonAttributes.ExternalId.CaseExact)));
        return new LogSubject(ResourceId.Parse(text) is { } id ? [id] : [], [.. names]);
    }

    // What came in is not in normal form yet, and may be anything.
    private static string? Text(JsonObject? body, SchemaAttribute attribute) =>
        body?.FirstOrDefault(x => string.Equals(x.Key, attribute.Name, StringComparison.OrdinalIgnoreCase)).Value is JsonValue value && value.TryGetValue<string>(out var text)
            ? PreparedText.Prepare(text, attribute.CaseExact)
            : null;
}
