using System.Text.Json.Nodes;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Resources.Patching;

/// <summary>Nets the operations on a group's <c>members</c>.</summary>
/// <param name="known">The members there are, and of those to come what the service knows; needed where a filter asks for more than ids.</param>
internal sealed class MembershipEditor(IReadOnlyCollection<JsonObject>? known)
{
    private readonly Dictionary<string, JsonObject> _known = known?.DistinctBy(MembershipChange.IdOf).ToDictionary(MembershipChange.IdOf) ?? [];

    public MembershipChange Change { get; } = new();

    /// <param name="kind">What to do.</param>
    /// <param name="target">Which members.</param>
    /// <param name="value">The value in normal form.</param>
    /// <param name="namesValues">The operation has a list of members, were it an empty one; else a removal means them all.</param>
    public void Apply(PatchKind kind, AttributeTarget target, JsonNode? value, bool namesValues)
    {
        RequireWhole(target);
        var members = (value as JsonArray ?? []).OfType<JsonObject>().ToList();

        if (target.Filter is not null)
        {
            ApplyToFilter(kind, target, members);
            return;
        }

        if (kind == PatchKind.Replace || (kind == PatchKind.Remove && !namesValues)) Change.RemoveAll();
        foreach (var member in members)
        {
            if (kind == PatchKind.Remove) Change.Remove(MembershipChange.IdOf(member));
            else Change.Add(member);
        }
    }

    private void ApplyToFilter(PatchKind kind, AttributeTarget target, List<JsonObject> members)
    {
        var ids = MembershipChange.IdsNamedBy(target.Source!);
        if (kind == PatchKind.Add || (kind == PatchKind.Replace && members.Count > 0))
        {
            // A member is its id: what it is set to must be the member that the filter names.
            if (ids is not [var id] || members.Exists(member => MembershipChange.IdOf(member) != id))
                throw ScimException.Mutability("A member cannot be changed; remove it and add the other one.");
            Change.Add(new JsonObject { ["value"] = id });
            return;
        }

        if (ids is null) Change.RemoveWhere(member => Matches(target, member), _known);
        foreach (var id in ids ?? []) Change.Remove(id);
    }

    private static bool Matches(AttributeTarget target, JsonObject member) =>
        FilterEvaluator.MatchesElement(target.Filter!, SearchDocument.OfElement(target.Attribute.Attribute!, member));

    private static void RequireWhole(AttributeTarget target)
    {
        if (target.ElementSub is { } sub) throw ScimException.Mutability($"members.{sub.Name} cannot be changed; remove the member and add another one.");
        if (target.Attribute.Sub is { } plain)
            throw ScimException.InvalidPath($"members.{plain.Name} does not say which member; write members[value eq \"id\"].");
    }
}
