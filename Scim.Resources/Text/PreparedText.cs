using System.Globalization;
using System.Text;

namespace Scim.Resources.Text;

/// <summary>
/// The one preparation of text before it is compared: in the search document, in filter literals, in unique keys.
/// RFC 7644 section 7.8 asks for prepared strings; what is shown to clients stays as it was sent.
/// </summary>
public static class PreparedText
{
    // The stream-safe text of UAX #15: a grapheme joiner parts longer runs. No language has one.
    private const int MaxCombiningMarks = 30;
    private const char GraphemeJoiner = '\u034F';

    private const char NonCharacter = '\uFFFE';

    /// <summary>
    /// NFC; where <paramref name="caseExact"/> is false also NFKC and case folding. ß, İ and ı are not expanded.
    /// </summary>
    /// <param name="text">Text without lone surrogates.</param>
    /// <param name="caseExact">The attribute's characteristic.</param>
    public static string Prepare(string text, bool caseExact)
    {
        if (Ascii.IsValid(text)) return caseExact ? text : text.ToLowerInvariant();

        text = PartMarks(text);
        if (caseExact) return Normalise(text, NormalizationForm.FormC);

        // Upper, then lower: both sigmas have the same capital.
        return Normalise(Normalise(text, NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant(), NormalizationForm.FormC);
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

    // U+FFFE is a character like others to JSON and PostgreSQL, yet .NET throws on it.
    private static string Normalise(string text, NormalizationForm form) => text.Contains(NonCharacter, StringComparison.Ordinal)
        ? string.Join(NonCharacter, text.Split(NonCharacter).Select(part => part.Normalize(form)))
        : text.Normalize(form);

    // Normalising sorts a run of combining marks in time that grows with its square: a body of 1 MB would take minutes.
    private static string PartMarks(string text)
    {
        if (text.Length <= MaxCombiningMarks) return text;

        StringBuilder? parted = null;
        var (run, copied, position) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            run = IsCombiningMark(rune) ? run + 1 : 0;
            if (run > MaxCombiningMarks)
            {
                parted = (parted ?? new StringBuilder()).Append(text, copied, position - copied).Append(GraphemeJoiner);
                (run, copied) = (1, position);
            }

            position += rune.Utf16SequenceLength;
        }

        return parted is null ? text : parted.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsCombiningMark(Rune rune) =>
        rune.Value != GraphemeJoiner
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
