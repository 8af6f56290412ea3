namespace Scim.Filter;

/// <summary>The text is no filter, or no path. The message names the position and what was expected there.</summary>
public sealed class ScimFilterException : Exception
{
    public ScimFilterException()
    {
    }

    public ScimFilterException(string message)
        : base(message)
    {
    }

    public ScimFilterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A fault at a column of the text, counted from 1.</summary>
    public ScimFilterException(string message, int column)
        : base(message) => Column = column;

    /// <summary>
    /// The fault lies in a filter, or inside the brackets of a path: <c>invalidFilter</c> of RFC 7644 table 9. False where
    /// the path itself is at fault: <c>invalidPath</c>.
    /// </summary>
    public bool InFilter { get; init; } = true;

    /// <summary>The column of the fault in its line, counted from 1; 0 where the text as a whole is at fault.</summary>
    public int Column { get; }
}
