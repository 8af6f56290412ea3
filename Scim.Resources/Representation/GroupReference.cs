using Scim.Resources.Schemas;

namespace Scim.Resources.Representation;

/// <summary>A group that a resource belongs to: an element of <c>groups</c> (RFC 7643 section 4.1.2).</summary>
/// <param name="Id">Of the group.</param>
/// <param name="Type">Of the group.</param>
/// <param name="Display">Its name.</param>
/// <param name="IsDirect">It holds the resource itself, and not only by another group.</param>
public sealed record GroupReference(string Id, ResourceType Type, string Display, bool IsDirect);
