using System.Buffers;

namespace Scim.Filter.Parsing;

/// <summary>
/// The names of RFC 7644 figure 1 and section 3.10. Versions put dots and digits into a schema's URN, so the schema
/// is all before the last colon, and only what follows may be split at a dot.
/// </summary>
internal static class AttributeNotation
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    // RFC 7643 section 2.1 adds the dollar sign.
    private static readonly SearchValues<char> NameChar = SearchValues.Create(Letters + Digits + "-_$");
    private static readonly SearchValues<char> UriChar = SearchValues.Create(Letters + Digits + ":/?#@!$&*+=-._~%");

    /// <summary><c>[URI ":"] ATTRNAME [subAttr]</c></summary>
    public static bool IsAttrPath(ReadOnlySpan<char> text)
    {
        var colon = text.LastIndexOf(':');
        if (colon >= 0 && !IsSchema(text[..colon]))
            return false;

        var name = text[(colon + 1)..];
        var dot = name.IndexOf('.');
        return dot < 0 ? IsAttrName(name) : IsAttrName(name[..dot]) && IsSubAttr(name[dot..]);
    }

    /// <summary><c>"." ATTRNAME</c></summary>
    public static bool IsSubAttr(ReadOnlySpan<char> text) => text is ['.', .. var name] && IsAttrName(name);

    /// <summary>Splits a text that <see cref="IsAttrPath"/> accepts.</summary>
    public static AttributePath ReadAttrPath(ReadOnlySpan<char> text)
    {
        var colon = text.LastIndexOf(':');
        var name = text[(colon + 1)..];
        var dot = name.IndexOf('.');

        return new AttributePath(
            colon < 0 ? null : text[..colon].ToString(),
            (dot < 0 ? name : name[..dot]).ToString(),
            dot < 0 ? null : name[(dot + 1)..].ToString());
    }

    private static bool IsAttrName(ReadOnlySpan<char> text) =>
        text.Equals("$ref", StringComparison.OrdinalIgnoreCase)
        || (text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.ContainsAnyExcept(NameChar));

    // A URI has a scheme, hence a colon of its own.
    private static bool IsSchema(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text[..^1].Contains(':') && !text.ContainsAnyExcept(UriChar);
}
