using System.Text.Json.Nodes;
using Scim.Resources.Operations;
using Scim.Resources.Schemas;

namespace Scim.Storage.Logging;

/// <summary>
/// The attributes whose new values the provisioning log holds; of all others it holds the names. A name stands for the attribute of every type, one
/// behind a URN for that of one schema, <c>*</c> for all attributes.
/// </summary>
public sealed class LoggedValues
{
    /// <summary>What is neither personal nor secret, and what one asks about.</summary>
    public const string Default = "active, roles, userType, urn:ietf:params:scim:schemas:core:2.0:Group:displayName";

    private const string All = "*";

    private readonly HashSet<string> _names;

    /// <param name="names">Names of attributes, separated by commas.</param>
    public LoggedValues(string names) =>
        _names = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The new values as a JSON object; null where the log is to hold none. What was removed is null in it.</summary>
    public string? Of(ResourceType type, IEnumerable<AttributeChange> changes)
    {
        JsonObject? values = null;
        foreach (var (name, value) in changes)
        {
            if (Has(type, name) && !IsSecret(type, name)) (values ??= [])[name] = value?.DeepClone();
        }

        return values?.ToJsonString(ReadableJson.Options);
    }

    /// <summary>Why something was refused, as the log may tell it.</summary>
    /// <param name="detail">The reason.</param>
    /// <param name="sent">What the client sent, which the reason may repeat.</param>
    public string Reason(string detail, IEnumerable<string> sent) => _names.Contains(All) ? detail : LogText.Masked(detail, sent);

    /// <summary>What is never returned is not told here either, whatever is configured.</summary>
    private static bool IsSecret(ResourceType type, string name)
    {
        var extension = type.Extensions.Select(x => x.Schema).FirstOrDefault(x => name.StartsWith(x.Id + ":", StringComparison.OrdinalIgnoreCase));
        var parts = (extension is null ? name : name[(extension.Id.Length + 1)..]).Split('.');
        var attribute = (extension ?? type.Schema).Find(parts[0]) ?? CommonAttributes.Find(parts[0]);
        return attribute is not null && (attribute.Returned == Returned.Never
            || attribute.SubAttributes.Any(x => x.Returned == Returned.Never && (parts.Length == 1 || string.Equals(x.Name, parts[1], StringComparison.OrdinalIgnoreCase))));
    }

    private bool Has(ResourceType type, string name) =>
        _names.Contains(All) || Has(name) || Has($"{type.Schema.Id}:{name}");

    // A sub-attribute goes with the attribute. Dots in a URN are none of ours, as nothing is logged by the name of what stands before them.
    private bool Has(string name) => _names.Contains(name) || (name.LastIndexOf('.') is var dot and > 0 && _names.Contains(name[..dot]));
}
