using System.Text;

namespace Scim.Resources.Text;

/// <summary>
/// The one preparation of text before it is compared: in the search document, in filter literals, in unique keys.
/// RFC 7644 section 7.8 asks for prepared strings; what is shown to clients stays as it was sent.
/// </summary>
public static class PreparedText
{
    /// <summary>
    /// NFC; where <paramref name="caseExact"/> is false also NFKC and case folding. ß, İ and ı are not expanded.
    /// </summary>
    /// <param name="text">Text without lone surrogates.</param>
    /// <param name="caseExact">The attribute's characteristic.</param>
    public static string Prepare(string text, bool caseExact)
    {
        if (caseExact) return Ascii.IsValid(text) ? text : text.Normalize(NormalizationForm.FormC);
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();

        // Upper, then lower: both sigmas have the same capital.
        return text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormC);
    }

    /// <summary>False where the platform cannot normalise, as under InvariantGlobalization.</summary>
    public static bool IsSupported => "e\u0301".Normalize(NormalizationForm.FormC).Length == 1;

    /// <summary>
    /// U+0000 and lone surrogates have no place in PostgreSQL's text, and every layer refuses them in its own way, so the door does.
    /// </summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0') return false;
            if (!char.IsSurrogate(c)) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(c, text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
