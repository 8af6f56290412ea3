namespace Scim.Filter.Parsing;

/// <summary>What PostgreSQL and JSON writers refuse later, each in its own way: U+0000 and unpaired surrogates.</summary>
internal static class UnicodeText
{
    /// <summary>The index of the first character that is no text; -1 where there is none.</summary>
    public static int IndexOfFault(string text)
    {
        var nul = text.IndexOf('\0', StringComparison.Ordinal);
        var end = nul < 0 ? text.Length : nul;

        for (var index = NextSurrogate(text, 0, end); index < end; index = NextSurrogate(text, index + 2, end))
        {
            if (index + 1 == end || !char.IsSurrogatePair(text[index], text[index + 1]))
                return index;
        }

        return nul;
    }

    private static int NextSurrogate(string text, int from, int end)
    {
        var offset = text.AsSpan(from, end - from).IndexOfAnyInRange('\uD800', '\uDFFF');
        return offset < 0 ? end : from + offset;
    }
}
