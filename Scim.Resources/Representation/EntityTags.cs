using System.Globalization;

namespace Scim.Resources.Representation;

/// <summary>
/// The tags of <c>If-Match</c>, <c>If-None-Match</c> or a bulk operation's <c>version</c>. They are compared weakly: SCIM's own are weak
/// (RFC 7644 section 3.14), and clients drop the <c>W/</c> or the quotes. A tag that this service never gave matches nothing.
/// </summary>
/// <param name="Versions">The versions they name; null for <c>*</c>, which is any.</param>
public sealed record EntityTags(IReadOnlyList<long>? Versions)
{
    private static readonly EntityTags Any = new((IReadOnlyList<long>?)null);

    public bool Contains(long version) => Versions is null || Versions.Contains(version);

    /// <exception cref="ScimException"><c>invalidValue</c>: it is no list of tags. Passed over, it would let a change through that it was to stop.</exception>
    public static EntityTags Parse(string text)
    {
        var rest = text.AsSpan().Trim(" \t,");
        if (rest.IsEmpty) throw NoTags(text);

        var versions = new List<long>();
        while (!rest.IsEmpty)
        {
            if (rest.StartsWith("W/", StringComparison.OrdinalIgnoreCase)) rest = rest[2..];
            var quoted = rest.StartsWith("\"");
            if (quoted) rest = rest[1..];
            var length = quoted ? rest.IndexOf('"') : rest.IndexOfAny(" \t,\"");
            if (length < 0 && !quoted) length = rest.Length;
            if (length < 0 || (length == 0 && !quoted)) throw NoTags(text);
            if (!quoted && rest[..length] is "*") return Any;

            if (VersionOf(rest[..length]) is { } version) versions.Add(version);
            rest = rest[(quoted ? length + 1 : length)..].TrimStart(" \t,");
        }

        return new EntityTags(versions);
    }

    private static long? VersionOf(ReadOnlySpan<char> tag) =>
        !tag.StartsWith("0") && long.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static ScimException NoTags(string text) =>
        ScimException.InvalidValue($"{(text.Length == 0 ? "An empty text" : text)} is no version. Send what meta.version and the ETag header say, as in W/\"3\", several with commas between them, or *.");
}
