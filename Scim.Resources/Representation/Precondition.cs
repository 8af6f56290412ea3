namespace Scim.Resources.Representation;

/// <summary>The versions of a resource at which a request may go ahead (RFC 9110 section 13).</summary>
public sealed record Precondition(EntityTags? Match, EntityTags? NoneMatch)
{
    public static readonly Precondition None = new(null, null);

    /// <summary>The only versions that will do; null where others will, too.</summary>
    public IReadOnlyList<long>? Only => NoneMatch is { Versions: null } ? [] : Match?.Versions;

    public IReadOnlyList<long> Except => NoneMatch?.Versions ?? [];

    public bool Holds(long version) => (Match is null || Match.Contains(version)) && NoneMatch?.Contains(version) != true;
}
