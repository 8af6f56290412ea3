using System.Globalization;
using System.Text;

namespace Scim.Storage.Tokens;

/// <summary>What a token, or an OAuth client, may be called: the log and the console show it to people, who must be able to tell it from others.</summary>
public static class TokenName
{
    /// <summary>In words, as in "a name of …".</summary>
    public const string Rule = "1 to 200 characters, without control and format characters";

    private const int MaxLength = 200;

    /// <summary>Whether the text is such a name.</summary>
    public static bool IsName(string text) => text.Length <= MaxLength && !string.IsNullOrWhiteSpace(text) && text.EnumerateRunes().All(IsShown);

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
