namespace Scim.Resources.Representation;

/// <summary>Ids are UUIDs in their one spelling: 36 characters, hyphens, no capitals. RFC 7643 section 3.1 compares them exactly.</summary>
public static class ResourceId
{
    public static bool TryParse(string text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id.ToString() == text;

    /// <summary>The id that the text spells, or null.</summary>
    public static Guid? Parse(string text) => TryParse(text, out var id) ? id : null;
}
