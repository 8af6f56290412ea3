namespace Scim.Resources.Text;

/// <summary>
/// The order of Unicode code points, which is PostgreSQL's <c>COLLATE "C"</c> in UTF-8. Ordinal order differs from it above U+FFFF.
/// </summary>
public static class CodePointOrder
{
    public static int Compare(string left, string right)
    {
        var common = Math.Min(left.Length, right.Length);
        for (var i = 0; i < common; i++)
        {
            if (left[i] != right[i]) return Rank(left[i]) - Rank(right[i]);
        }

        return left.Length - right.Length;
    }

    // Surrogates stand for code points above all others, yet sort below U+E000 as code units.
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
