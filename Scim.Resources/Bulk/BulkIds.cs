using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scim.Resources.Bodies;

namespace Scim.Resources.Bulk;

/// <summary>
/// Puts ids in the places of <c>bulkId:x</c> (RFC 7644 section 3.7.2): as a value, at the end of a reference, in a PATCH path. The ids of new
/// resources are made before anything is stored, so it does not matter which operation comes first.
/// </summary>
/// <param name="created">The operation and the id behind each <c>bulkId</c>.</param>
internal sealed partial class BulkIds(IReadOnlyDictionary<string, (int Index, Guid Id)> created)
{
    private const string Prefix = "bulkId:";

    /// <summary>Replaces inside the node, and notes the operations that were named.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: no operation has that <c>bulkId</c>.</exception>
    public void Resolve(JsonNode? node, SortedSet<int> references)
    {
        if (node is JsonObject content)
        {
            foreach (var (name, value) in content.ToList())
            {
                if (value.Text() is not { } text) Resolve(value, references);
                else if (Resolve(name, text, references) is { } resolved && resolved != text) content[name] = resolved;
            }
        }
        else if (node is JsonArray elements)
        {
            for (var i = 0; i < elements.Count; i++)
            {
                if (elements[i].Text() is not { } text) Resolve(elements[i], references);
                else if (text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) elements[i] = IdOf(text[Prefix.Length..], references);
            }
        }
    }

    /// <summary>The id that stands for itself or behind <c>bulkId:</c>.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: no operation has that <c>bulkId</c>.</exception>
    public string Resolve(string id, SortedSet<int> references) =>
        id.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? IdOf(id[Prefix.Length..], references) : id;

    private string Resolve(string name, string text, SortedSet<int> references)
    {
        if (name.Equals("path", StringComparison.OrdinalIgnoreCase))
            return Quoted().Replace(text, x => x.Groups["before"].Value + IdOf(x.Groups["id"].Value, references) + "\"");

        var start = name.Equals("$ref", StringComparison.OrdinalIgnoreCase) ? text.LastIndexOf('/') + 1 : 0;
        return text[..start] + Resolve(text[start..], references);
    }

    private string IdOf(string bulkId, SortedSet<int> references)
    {
        if (!created.TryGetValue(bulkId, out var target))
            throw ScimException.InvalidValue($"No POST in this request has the bulkId {bulkId}, which is referred to.");

        references.Add(target.Index);
        return target.Id.ToString();
    }

    [GeneratedRegex("(?<before>\"(?:[^\"]*/)?)bulkId:(?<id>[^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Quoted();
}
