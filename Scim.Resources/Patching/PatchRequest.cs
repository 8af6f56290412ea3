using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Schemas;

namespace Scim.Resources.Patching;

internal enum PatchKind
{
    Add,
    Replace,
    Remove,
}

/// <summary>
/// A PATCH body (RFC 7644 section 3.5.2), read and bound. Operations without a path stand here as one operation for each of their attributes.
/// </summary>
public sealed class PatchRequest
{
    public const string SchemaId = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>Operations in one request.</summary>
    public const int MaxOperations = 10_000;

    /// <summary>Operations on anything but members; each may look at every element of an attribute.</summary>
    public const int MaxAttributeOperations = 1_000;

    /// <summary>Operations that select members by something other than their ids; each looks at every member.</summary>
    public const int MaxMemberSelections = 100;

    private readonly ResourceType _type;
    private readonly List<Operation> _operations = [];
    private readonly List<string> _ignored = [];

    private PatchRequest(ResourceType type) => _type = type;

    /// <summary>Nothing but members changes, so the group's document need not be read.</summary>
    public bool OnlyMembers => _operations.Count > 0 && _operations.TrueForAll(x => x.Target.IsMembers);

    /// <summary>Members are selected by something other than their ids, so the members there are must be known.</summary>
    public bool NeedsMembers => _operations.Exists(IsSelection);

    /// <summary>Ids that are added before members are selected by something other than their ids, so what these resources are must be known too.</summary>
    public IEnumerable<string> MembersToKnow => IdsIn(_operations.Take(_operations.FindLastIndex(IsSelection)).Where(x => x.Kind != PatchKind.Remove));

    /// <summary>The attributes that the operations name.</summary>
    public IReadOnlyCollection<string> Written => WrittenAttributes.Of(_type, _operations.Select(x => (x.Target, x.Value)));

    /// <summary>Ids that the operations on members name, whatever is to become of them.</summary>
    public IEnumerable<string> NamedMembers => IdsIn(_operations);

    /// <exception cref="ScimException">The body is no PatchOp, or names what the type does not have.</exception>
    public static PatchRequest Parse(ResourceType type, JsonObject body)
    {
        if (!body.IsMessage(SchemaId)) throw ScimException.InvalidSyntax($"A PATCH body needs \"schemas\": [\"{SchemaId}\"].");
        if (body.Member("Operations") is not JsonArray operations)
            throw ScimException.InvalidSyntax("A PATCH body needs \"Operations\", an array.");
        if (operations.Count > MaxOperations)
            throw ScimException.InvalidValue($"A PATCH takes at most {MaxOperations} operations, not {operations.Count}.");

        var request = new PatchRequest(type);
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i] is not JsonObject operation) throw ScimException.InvalidSyntax($"Operation {i + 1} must be a JSON object.");
            request.Read(operation, i + 1);
        }

        if (request._operations.Count(x => !x.Target.IsMembers) is > MaxAttributeOperations and var count)
            throw ScimException.InvalidValue($"A PATCH takes at most {MaxAttributeOperations} operations on attributes other than members, not {count}.");
        if (request._operations.Count(IsSelection) is > MaxMemberSelections and var selections)
            throw ScimException.InvalidValue($"A PATCH selects members by anything but their value at most {MaxMemberSelections} times, not {selections}.");

        return request;
    }

    /// <summary>Applies the operations in order. The document given stays as it is.</summary>
    /// <param name="document">The document in normal form; empty where <see cref="OnlyMembers"/>.</param>
    /// <param name="members">
    /// Where <see cref="NeedsMembers"/>: the group's members as they are shown, and those of <see cref="MembersToKnow"/> that exist.
    /// </param>
    /// <exception cref="ScimException">An operation cannot be applied, so none is.</exception>
    public ResourceDraft Apply(JsonObject document, IReadOnlyCollection<JsonObject>? members = null)
    {
        var editor = new ResourceEditor(_type, (JsonObject)document.DeepClone(), members);
        foreach (var name in _ignored) editor.Ignore(name);
        foreach (var operation in _operations) editor.Apply(operation.Kind, operation.Target, operation.Value);

        if (OnlyMembers) return new ResourceDraft(editor.Document, editor.Members, editor.Ignored);

        editor.Finish();
        ResourceRules.RequireAfterPatch(_type, document, editor.Document);
        ResourceRules.RequireImmutable(_type, document, editor.Document);
        return new ResourceDraft(editor.Document, editor.Members, editor.Ignored);
    }

    private static bool IsSelection(Operation operation) =>
        operation.Target is { IsMembers: true, Source: { } filter } && MembershipChange.IdsNamedBy(filter) is null;

    private static IEnumerable<string> IdsIn(IEnumerable<Operation> operations) => operations.Where(x => x.Target.IsMembers).SelectMany(x =>
        MembershipChange.IdsIn(x.Value).Concat(x.Target.Source is { } filter ? MembershipChange.IdsNamedBy(filter) ?? [] : []));

    private void Read(JsonObject operation, int number)
    {
        var kind = operation.Member("op") is JsonValue op && op.GetValueKind() == JsonValueKind.String ? op.GetValue<string>().ToLowerInvariant() switch
        {
            "add" => PatchKind.Add,
            "replace" => PatchKind.Replace,
            "remove" => PatchKind.Remove,
            var other => throw ScimException.InvalidSyntax($"Operation {number}: op is add, replace or remove, not {other}."),
        } : throw ScimException.InvalidSyntax($"Operation {number} needs an \"op\": add, replace or remove.");

        var path = operation.Member("path") switch
        {
            null => null,
            JsonValue x when x.GetValueKind() == JsonValueKind.String => x.GetValue<string>() is { Length: > 0 } text ? text : null,
            _ => throw ScimException.InvalidPath($"Operation {number}: path must be a string."),
        };

        var hasValue = operation.Any(x => x.Key.Equals("value", StringComparison.OrdinalIgnoreCase));
        if (kind != PatchKind.Remove && !hasValue) throw ScimException.InvalidValue($"Operation {number}: {kind.ToString().ToLowerInvariant()} needs a \"value\".");
        var value = operation.Member("value");

        if (path is not null) _operations.Add(new Operation(kind, AttributeTarget.Bind(_type, path), value));
        else if (kind == PatchKind.Remove) throw ScimException.NoTarget($"Operation {number}: remove needs a \"path\".");
        else if (value is JsonObject attributes) ReadAttributes(kind, attributes);
        else if (value is not null) throw ScimException.InvalidSyntax($"Operation {number}: without a \"path\" the value must be a JSON object.");
    }

    private void ReadAttributes(PatchKind kind, JsonObject attributes, string scope = "")
    {
        foreach (var (key, value) in attributes)
        {
            var name = scope + key;
            if (AttributeTarget.FindKey(_type, name) is not { } target) _ignored.Add(name);
            else if (target.Attribute is { Attribute: null, Extension: { } extension } && value is JsonObject { Count: > 0 } inner)
                ReadAttributes(kind, inner, extension.Id + ":");
            else if (!IsEcho(target)) _operations.Add(new Operation(kind, target, value));
        }
    }

    // Okta and others send a resource's own id and metadata along.
    private static bool IsEcho(AttributeTarget target) =>
        target.Attribute is { Extension: null, Attribute.Name: "id" or "schemas" or "meta" };

    private sealed record Operation(PatchKind Kind, AttributeTarget Target, JsonNode? Value);
}
