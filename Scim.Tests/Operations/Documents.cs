using System.Text.RegularExpressions;

namespace Scim.Tests.Operations;

/// <summary>The project's documents, as they are in its folder.</summary>
internal static partial class Documents
{
    /// <param name="path">Within the project's folder.</param>
    public static string Read(string path) => File.ReadAllText(Repository.File(path));

    /// <summary>What stands below a heading of any level, up to the next one of that level or above.</summary>
    public static string Section(string path, string heading)
    {
        var lines = Read(path).Split('\n');
        var start = Array.FindIndex(lines, x => Heading().Match(x) is { Success: true } match && match.Groups["text"].Value == heading);
        Assert.That(start, Is.Not.Negative, $"{path} has no heading \"{heading}\".");

        var level = Heading().Match(lines[start]).Groups["level"].Length;
        return string.Join('\n', lines.Skip(start + 1).TakeWhile(x => Heading().Match(x) is not { Success: true } match || match.Groups["level"].Length > level));
    }

    /// <summary>The anchors that links can lead to, by GitHub's rule: small letters, digits, hyphens and underscores stay, blanks become hyphens.</summary>
    public static IReadOnlySet<string> Anchors(string path) =>
        Read(path).Split('\n').Select(x => Heading().Match(x)).Where(x => x.Success)
            .Select(x => NoAnchor().Replace(x.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet();

    /// <summary>The rows of the tables in a text, as their cells.</summary>
    public static IEnumerable<string[]> Rows(string text) =>
        from line in text.Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)
        select line.Trim().Trim('|').Split(" | ").Select(x => x.Trim()).ToArray();

    [GeneratedRegex("^(?<level>#{1,6}) (?<text>.+?)\\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NoAnchor();
}
