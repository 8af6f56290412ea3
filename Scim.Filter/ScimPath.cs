namespace Scim.Filter;

/// <summary>Reads attribute paths as they stand in PATCH operations, <c>attributes</c>, <c>excludedAttributes</c> and <c>sortBy</c>.</summary>
public static class ScimPath
{
    /// <exception cref="ScimFilterException">The text is no path, or exceeds a limit of <see cref="FilterLimits"/>.</exception>
    public static PatchPath Parse(string text) => throw new NotImplementedException(text);
}
