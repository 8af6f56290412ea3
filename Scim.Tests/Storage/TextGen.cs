using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Storage;

/// <summary>Text that means something to SQL, to LIKE, to a regular expression, to JSON, or to nobody who only knows English.</summary>
internal static class TextGen
{
    public static readonly string[] Hostile =
    [
        "'; DROP TABLE scim.resource; --", "' OR '1'='1", "$$", "$1", "@tenant", "@f0", ":name", "{0}", "${x}", "/*", "--", "\\", "\\\\", "\\d+", "\\'", "\"", "''",
        "%", "_", "%%%", "___", "a%b", "a_b", "100%", "\\%", "\\_", "[a-z]", "(a|b)", "a*", "a+b", "a?b", "a.b", "^a", "b$", "{2}", "a{2}", "(?i)A", "***=x", "***:x", "#", "&&", "||",
        "\n", "a\nb", "\r\n", "\t", "tab\tbed", " lead", "trail ", "two  spaces", "\u0001", "\u007f", "\u0085", "\u2028", "\ufeff",
        "é", "e\u0301", "É", "ß", "ẞ", "ss", "İ", "i\u0307", "ı", "I", "Σίσυφος", "ΣΊΣΥΦΟΣ", "ς", "ﬁ", "fi", "Ａ", "①", "１２", "\u212b", "å", "\u212a", "ǆ", "ǅ", "ﷺ",
        "李", "𠮷", "😀", "👩‍👩‍👧", "\u0301", "שלום", "\u202eabc", "مرحبا", "\uffff", "\ue000", "\U0010ffff", "한글", "한",
        "true", "False", "null", "007", "1e5", "1E5", "-0", "user", "User", "work", "home", "direct", "indirect", "a@b.example", "ANNA", "anna", "Anna Ek",
    ];

    private static readonly Gen<string> Words = Gen.Elements("an", "na", "ek", "er", "so", "AB", "ab", " ", ".", "@", "%", "_", "1", "2", "é", "😀", "\n");

    private static readonly Gen<string> Joined = Words.NonEmptyListOf().Resize(6).Select(string.Concat);

    // Past what a pattern may hold, so that there are values of which only a part can be asked for.
    private static readonly Gen<string> Long =
        from piece in Joined
        from length in Gen.Choose(250, 300)
        select string.Concat(Enumerable.Repeat(piece, length / piece.Length + 1));

    public static readonly Gen<string> Values = Gen.Frequency((5, Gen.Elements(Hostile)), (5, Joined), (1, Long));
}
