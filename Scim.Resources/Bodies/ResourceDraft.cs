using System.Text.Json.Nodes;
using Scim.Resources.Patching;

namespace Scim.Resources.Bodies;

/// <summary>What a request makes of a resource: valid, in normal form, not yet stored.</summary>
/// <param name="Document">What clients see, less what the service derives: <c>id</c>, <c>meta</c>, <c>groups</c>, <c>members</c>.</param>
/// <param name="Members">The change to a group's members.</param>
/// <param name="Ignored">Names that the request used and the schemas do not have.</param>
public sealed record ResourceDraft(JsonObject Document, MembershipChange Members, IReadOnlyList<string> Ignored);
