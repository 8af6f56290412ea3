using System.Text.Json.Nodes;
using Scim.Filter;
using Scim.Resources.Filtering;

namespace Scim.Resources.Patching;

/// <summary>
/// What a request does to a group's members, netted: first all members go where <see cref="Clear"/> is set, then the removed
/// go and the added come. No id is both added and removed; of several operations on one id the last one wins.
/// </summary>
public sealed class MembershipChange
{
    private readonly Dictionary<string, JsonObject> _added = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);

    /// <summary>The members there are are replaced by the added ones.</summary>
    public bool Clear { get; private set; }

    /// <summary>Some of those to add were left out for later.</summary>
    public bool IsPartial { get; private init; }

    /// <summary>Ids as they were sent; they need not name a resource.</summary>
    public IReadOnlyList<string> Added => [.. _added.Keys];

    public IReadOnlyCollection<string> Removed => _removed;

    public bool IsEmpty => !Clear && _added.Count == 0 && _removed.Count == 0;

    public void RemoveAll()
    {
        Clear = true;
        _added.Clear();
        _removed.Clear();
    }

    public void Add(JsonObject member)
    {
        var id = IdOf(member);
        _removed.Remove(id);
        member["value"] = id;
        _added[id] = member;
    }

    public void Remove(string id)
    {
        _added.Remove(id);
        if (!Clear) _removed.Add(id);
    }

    /// <summary>The same, but for some of those that are added.</summary>
    public MembershipChange Without(Func<string, bool> isLeftOut)
    {
        var change = new MembershipChange { Clear = Clear, IsPartial = true };
        change._removed.UnionWith(_removed);
        foreach (var (id, member) in _added)
        {
            if (!isLeftOut(id)) change._added[id] = member;
        }

        return change;
    }

    /// <summary>Removes what matches a filter over the members there are and the ones added before.</summary>
    /// <param name="matches">The filter.</param>
    /// <param name="known">By their ids; what was added and is not among them is what the request says of it.</param>
    public void RemoveWhere(Func<JsonObject, bool> matches, IReadOnlyDictionary<string, JsonObject> known)
    {
        foreach (var (id, _) in _added.Where(x => !known.ContainsKey(x.Key)).Concat(known).Where(x => matches(x.Value)).ToList()) Remove(id);
    }

    /// <summary>The ids that a filter names, where it is only <c>value eq "id"</c> or several of them joined by <c>or</c>; else null.</summary>
    public static IReadOnlyList<string>? IdsNamedBy(FilterExpression filter) => filter switch
    {
        Comparison { Operator: ComparisonOperator.Eq, Value: not NullLiteral and { Text.Length: > 0 } value } x
            when x.Attribute is { Schema: null, SubAttribute: null } && x.Attribute.Name.Equals("value", StringComparison.OrdinalIgnoreCase) =>
            [value.Text],
        Disjunction x when x.Operands.Select(IdsNamedBy).ToList() is var parts && parts.All(part => part is not null) =>
            parts.SelectMany(part => part!).ToList(),
        _ => null,
    };

    /// <summary>The ids in a value as a client sent it, which need not be a list of members at all.</summary>
    public static IEnumerable<string> IdsIn(JsonNode? value) => value switch
    {
        JsonArray members => members.SelectMany(IdsIn),
        JsonObject member => member.Where(x => x.Value is JsonValue).SelectMany(x => IdsIn(x.Value)),
        JsonValue text when text.TryGetValue<string>(out var id) => [id.TrimEnd('/').Split('/')[^1]],
        _ => [],
    };

    /// <summary>A member's id: its <c>value</c>, or the last segment of its <c>$ref</c>.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it has neither.</exception>
    public static string IdOf(JsonObject member)
    {
        if (member["value"] is JsonValue value) return value.GetValue<string>();
        if (member["$ref"] is JsonValue reference) return reference.GetValue<string>().TrimEnd('/').Split('/')[^1];
        throw WithoutId();
    }

    internal static ScimException WithoutId() => ScimException.InvalidValue("Every member needs a value: the id of a user or a group.");
}
