using System.Text.RegularExpressions;

namespace Scim.Tests.Operations;

/// <summary>The settings in the documents are those in the code.</summary>
public partial class SettingTests
{
    // The one place of each.
    private static readonly Dictionary<string, (string Default, string Meaning)> Described =
        new[] { Documents.Section("docs/operations.md", "Settings"), Documents.Section("docs/grafana.md", "Settings") }
            .SelectMany(Documents.Rows).Where(x => x.Length == 3)
            .SelectMany(x => Name().Matches(x[0]).Select(name => (name.Value, (x[1], x[2])))).ToDictionary();

    [Test]
    public void Each_of_the_code_is_described_once() =>
        Assert.That(Described.Keys.Where(x => IsOurs().IsMatch(x)), Is.EquivalentTo(SettingNames.All.Keys));

    [Test]
    public void Each_has_the_default_that_is_described()
    {
        var wrong = SettingNames.All.Where(x => x.Value is { } value && Described.TryGetValue(x.Key, out var row) && row.Default != $"`{value}`");
        Assert.That(wrong.Select(x => $"{x.Key}: {x.Value}, described as {Described[x.Key].Default}"), Is.Empty);
    }

    [Test]
    public void None_that_has_no_default_is_described_with_one()
    {
        var wrong = SettingNames.All.Where(x => x.Value is null && Described.TryGetValue(x.Key, out var row) && row.Default.StartsWith('`') && !row.Meaning.Contains("private", StringComparison.Ordinal));
        Assert.That(wrong.Select(x => x.Key), Is.Empty);
    }

    [Test]
    public void Those_that_may_come_from_a_file_are_named()
    {
        var named = Name().Matches(Documents.Section("docs/operations.md", "Secrets from files")).Select(x => x.Value).Where(x => !x.EndsWith("__File", StringComparison.Ordinal));
        Assert.That(named.Distinct(), Is.EquivalentTo(SettingNames.Secrets));
    }

    [Test]
    public void No_document_and_no_example_names_one_that_is_not_there()
    {
        var files = ((string[])["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docker-compose.yml", "docker-compose.grafana-double.yml", "docker-compose.without-grafana.yml"])
            .Concat(new[] { "docs", "deploy" }.SelectMany(x => Directory.EnumerateFiles(Repository.File(x), "*", SearchOption.AllDirectories)))
            .Where(x => Path.GetExtension(x) is ".md" or ".yml" or ".yaml" or ".sh");
        var unknown =
            from file in files
            from Match match in Name().Matches(Documents.Read(file))
            where IsOurs().IsMatch(match.Value) && !SettingNames.All.Keys.Any(x => Matches(x, match.Value))
            select $"{Path.GetFileName(file)}: {match.Value}";

        Assert.That(unknown.Distinct(), Is.Empty);
    }

    private static bool Matches(string setting, string named)
    {
        var name = named.EndsWith("__File", StringComparison.Ordinal) ? named[..^"__File".Length] : named;
        return setting.StartsWith($"{name}__", StringComparison.Ordinal)
            || Regex.IsMatch(name, $"^{setting.Replace("__0__", "__[0-9]+__", StringComparison.Ordinal).Replace("NAME", "[A-Za-z0-9-]+", StringComparison.Ordinal)}$");
    }

    [GeneratedRegex("^(Scim|Grafana|ConnectionStrings)__")]
    private static partial Regex IsOurs();

    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]*__[A-Za-z0-9_]*[A-Za-z0-9]\b|\b(ASPNETCORE|DOTNET|OTEL)_[A-Z_]+\b")]
    private static partial Regex Name();
}
