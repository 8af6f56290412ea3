namespace Scim.Filter;

/// <summary>What a filter or a path may cost. Past a limit parsing fails with a <see cref="ScimFilterException"/>.</summary>
public static class FilterLimits
{
    /// <summary>UTF-16 code units of the text.</summary>
    public const int MaxLength = 65_536;

    /// <summary>Comparisons and presence tests.</summary>
    public const int MaxTerms = 1_000;

    /// <summary>Parentheses and brackets open at once. The parser recurses once for each.</summary>
    public const int MaxDepth = 64;
}
