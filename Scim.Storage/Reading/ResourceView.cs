using Scim.Resources.Representation;

namespace Scim.Storage.Reading;

/// <summary>What of a resource to read beside its document, and the base of addresses in it.</summary>
/// <param name="BaseUri">The base that was called, without a slash at its end.</param>
/// <param name="Members">The members of a group. Without them, a group of any size costs the same.</param>
/// <param name="Groups">The groups of a user.</param>
public sealed record ResourceView(string BaseUri, bool Members, bool Groups)
{
    public static ResourceView Of(Projection projection, string baseUri) =>
        new(baseUri, projection.ShowsMembers, projection.ShowsGroups);
}
