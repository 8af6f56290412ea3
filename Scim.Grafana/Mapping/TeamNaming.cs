namespace Scim.Grafana.Mapping;

/// <summary>Names of teams. Grafana takes each once in an organisation, on some databases without regard to case.</summary>
public static class TeamNaming
{
    private const int MaxLength = 190;

    /// <summary>The prefix and the group's name.</summary>
    public static string Of(string prefix, string displayName) => Cut((prefix + displayName.Trim()).Trim(), MaxLength);

    /// <summary>The same with the end of the group's id, for where the name is taken by what is not the group's.</summary>
    public static string Distinct(string name, Guid groupId)
    {
        var suffix = $" ({groupId.ToString()[^8..]})";
        return Cut(name, MaxLength - suffix.Length) + suffix;
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)].TrimEnd();
}
