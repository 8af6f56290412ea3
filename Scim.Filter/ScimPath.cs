using Scim.Filter.Parsing;

namespace Scim.Filter;

/// <summary>Reads attribute paths as they stand in PATCH operations, <c>attributes</c>, <c>excludedAttributes</c> and <c>sortBy</c>.</summary>
public static class ScimPath
{
    /// <exception cref="ScimFilterException">The text is no path, or exceeds a limit of <see cref="FilterLimits"/>.</exception>
    public static PatchPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        if (string.IsNullOrWhiteSpace(text))
            throw new ScimFilterException("The path is empty.") { InFilter = false };

        return FilterParser.TryParse(text, FilterGrammar.Path, out var path, out var fault)
            ? path
            : throw new ScimFilterException(fault.Message, fault.Position.Column) { InFilter = IsInBrackets(text, fault.Position.Absolute) };
    }

    // A fault at the end is a bracket never closed, and so the path's.
    private static bool IsInBrackets(string text, int position)
    {
        if (position == text.Length)
            return false;

        var (open, quoted) = (false, false);
        for (var index = 0; index < position; index++)
        {
            switch (text[index])
            {
                case '\\' when quoted:
                    index++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '[' when !quoted:
                    open = true;
                    break;
                case ']' when !quoted:
                    open = false;
                    break;
            }
        }

        return open;
    }
}
