using System.Runtime.CompilerServices;
using Scim.Filter;
using Scim.Resources.Schemas;

namespace Scim.Resources.Representation;

/// <summary>Which attributes an answer shows: <c>attributes</c> and <c>excludedAttributes</c> of RFC 7644 section 3.9.</summary>
public sealed class Projection
{
    /// <summary>Attributes that a request can name.</summary>
    public const int MaxNames = 500;

    // Most requests name nothing.
    private static readonly ConditionalWeakTable<ResourceType, Projection> Defaults = [];

    private readonly ResourceType _type;

    // "name", "name.givenName", "urn:...:User", "urn:...:User:manager.value"
    private readonly HashSet<string> _named;
    private readonly bool _excluding;
    private readonly IReadOnlyCollection<string> _written;

    private Projection(ResourceType type, IEnumerable<string> named, bool excluding, IReadOnlyCollection<string>? written = null)
    {
        _written = written ?? [];
        _type = type;
        _named = new HashSet<string>(named, StringComparer.OrdinalIgnoreCase);
        _excluding = excluding;
        ShowsMembers = type.Schema.Find("members") is { } members && ShowsAny(members);
        Groups = type.Schema.Find("groups") is { } groups ? ShownOf(groups) : [];
        ShowsWholeDocument = _excluding && _named.All(IsDerived) && !Attributes.Any(Hides);
        Meta = ShownOf(CommonAttributes.Meta);
    }

    /// <summary>Reads both parameters; names that the type does not have are passed over.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: both are given.</exception>
    public static Projection Parse(ResourceType type, IEnumerable<string> attributes, IEnumerable<string> excludedAttributes)
    {
        var included = Split(attributes);
        var excluded = Split(excludedAttributes);
        if (included.Count + excluded.Count > MaxNames) throw ScimException.InvalidValue($"At most {MaxNames} attributes can be named.");
        if (included.Count > 0 && excluded.Count > 0)
            throw ScimException.InvalidValue("attributes and excludedAttributes exclude each other; send one of them.");

        if (included.Count + excluded.Count == 0) return Default(type);
        return included.Count > 0
            ? new Projection(type, Known(type, included), excluding: false)
            : new Projection(type, Known(type, excluded), excluding: true);
    }

    /// <summary>Everything that is returned by default.</summary>
    public static Projection Default(ResourceType type) => Defaults.GetValue(type, x => new Projection(x, [], excluding: true));

    /// <summary>The same, and what is returned on request where the client has just written it and names no others.</summary>
    public Projection Showing(IReadOnlyCollection<string> written) =>
        Attributes.Any(IsOnRequest) ? new Projection(_type, _named, _excluding, written) : this;

    /// <summary>The client named the attributes it wants.</summary>
    public bool IsExplicit => !_excluding;

    /// <summary>Whether the members of a group are shown, in part at least.</summary>
    public bool ShowsMembers { get; }

    /// <summary>Whether the groups of a user are shown, in part at least.</summary>
    public bool ShowsGroups => Groups.Count > 0;

    /// <summary>What is shown of each of the groups of a user.</summary>
    public IReadOnlyList<SchemaAttribute> Groups { get; }

    /// <summary>Whether the stored document can be sent as it is.</summary>
    public bool ShowsWholeDocument { get; }

    /// <summary>What is shown of <c>meta</c>.</summary>
    public IReadOnlyList<SchemaAttribute> Meta { get; }

    private IEnumerable<SchemaAttribute> Attributes => _type.Extensions.Select(x => x.Schema).Prepend(_type.Schema).SelectMany(x => x.Attributes);

    /// <summary>Whether all that a complex attribute has is shown.</summary>
    public bool ShowsWhole(SchemaAttribute attribute) => attribute.SubAttributes.All(sub => Shows(null, attribute, sub));

    /// <summary>Whether an attribute, or one of its sub-attributes, is shown.</summary>
    /// <param name="extension">The extension it belongs to; null in the core schema.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="sub">The sub-attribute; null for a simple attribute.</param>
    public bool Shows(Schema? extension, SchemaAttribute attribute, SchemaAttribute? sub = null)
    {
        if (attribute.Returned == Returned.Never || sub?.Returned == Returned.Never) return false;

        var name = extension is null ? attribute.Name : $"{extension.Id}:{attribute.Name}";
        var whole = _excluding ? !Names(extension, attribute, name) && IsDue(attribute, name) : Names(extension, attribute, name);
        whole |= attribute.Returned == Returned.Always;
        if (sub is null) return whole;

        var named = _named.Contains($"{name}.{sub.Name}");
        return sub.Returned switch
        {
            Returned.Request => _excluding ? whole && !named && IsDue(sub, $"{name}.{sub.Name}") : named,
            // It comes with its siblings.
            Returned.Always => whole || (!_excluding && _named.Any(x => x.StartsWith(name + '.', StringComparison.OrdinalIgnoreCase))),
            _ => _excluding ? whole && !named : whole || named,
        };
    }

    private bool IsDue(SchemaAttribute attribute, string name) =>
        attribute.Returned == Returned.Default || (attribute.Returned == Returned.Request && _written.Contains(name));

    // The name of an extension means what it shows by default.
    private bool Names(Schema? extension, SchemaAttribute attribute, string name) =>
        _named.Contains(name) || (extension is not null && attribute.Returned != Returned.Request && _named.Contains(extension.Id));

    private static bool Hides(SchemaAttribute attribute) =>
        attribute.Returned is Returned.Never or Returned.Request || attribute.SubAttributes.Any(Hides);

    private static bool IsOnRequest(SchemaAttribute attribute) => attribute.Returned == Returned.Request || attribute.SubAttributes.Any(IsOnRequest);

    private static bool IsDerived(string name) =>
        name.Equals("members", StringComparison.OrdinalIgnoreCase) || name.Equals("groups", StringComparison.OrdinalIgnoreCase);

    private List<SchemaAttribute> ShownOf(SchemaAttribute attribute) => attribute.SubAttributes.Where(sub => Shows(null, attribute, sub)).ToList();

    private bool ShowsAny(SchemaAttribute attribute) => attribute.SubAttributes.Any(sub => Shows(null, attribute, sub));

    private static List<string> Split(IEnumerable<string> values) =>
        values.SelectMany(x => x.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();

    private static IEnumerable<string> Known(ResourceType type, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (type.FindExtension(name) is { } extension) yield return extension.Id;
            else if (Find(type, name) is { } found) yield return (found.Attribute is { IsComplex: false } ? found with { Sub = null } : found).ToString();
        }
    }

    private static BoundAttribute? Find(ResourceType type, string name)
    {
        try
        {
            return type.Resolve(ScimPath.Parse(name).Attribute);
        }
        catch (ScimFilterException)
        {
            return null;
        }
    }
}
