using System.Text.Json.Nodes;
using Scim.Resources.Representation;

namespace Scim.Api.Logging;

/// <summary>What a client sent that may be personal, and that an error may repeat.</summary>
internal static class SentValues
{
    // Names of attributes, of operations and of schemas; an address in a bulk request begins with a slash.
    private static readonly HashSet<string> Protocol = new(["schemas", "op", "path", "method"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Strings in a body, or in a part of it.</summary>
    public static IEnumerable<string> In(JsonNode? node) => node switch
    {
        JsonObject x => x.Where(member => !Protocol.Contains(member.Key) || IsAddress(member.Value)).SelectMany(member => In(member.Value)),
        JsonArray x => x.SelectMany(In),
        JsonValue x when x.TryGetValue<string>(out var text) => [text, .. text.StartsWith('/') ? text.Split('/') : []],
        _ => [],
    };

    /// <summary>The parts of an address that are no ids of the service's own.</summary>
    public static IEnumerable<string> In(PathString path) =>
        (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(x => ResourceId.Parse(x) is null);

    private static bool IsAddress(JsonNode? value) => value is JsonValue x && x.TryGetValue<string>(out var text) && text.StartsWith('/');
}
