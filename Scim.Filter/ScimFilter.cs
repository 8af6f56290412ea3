using Scim.Filter.Parsing;

namespace Scim.Filter;

/// <summary>Reads the <c>filter</c> of RFC 7644 section 3.4.2.2.</summary>
public static class ScimFilter
{
    /// <exception cref="ScimFilterException">The text is no filter, or exceeds a limit of <see cref="FilterLimits"/>.</exception>
    public static FilterExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        if (string.IsNullOrWhiteSpace(text))
            throw new ScimFilterException("The filter is empty.");

        return FilterParser.TryParse(text, FilterGrammar.Filter, out var filter, out var fault)
            ? filter
            : throw new ScimFilterException(fault.Message, fault.Position.Column);
    }
}
