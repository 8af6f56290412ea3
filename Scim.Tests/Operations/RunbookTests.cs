using System.Text.RegularExpressions;

namespace Scim.Tests.Operations;

/// <summary>Whoever is woken by an alert finds what to do.</summary>
public partial class RunbookTests
{
    private const string Guide = "docs/operations.md";

    [Test]
    public void Each_alert_leads_to_a_paragraph_and_each_paragraph_is_of_an_alert()
    {
        var rules = Directory.EnumerateFiles(Repository.File("deploy", "grafana", "provisioning", "alerting"), "*.yaml").Select(File.ReadAllText).ToList();
        var anchors = rules.SelectMany(x => Runbook().Matches(x)).Select(x => x.Groups["anchor"].Value).ToList();

        Assert.That(anchors, Is.Not.Empty.And.Unique);
        Assert.That(anchors, Has.Count.EqualTo(rules.Sum(x => Rule().Count(x))), "each rule says where to read on");
        Assert.That(Documents.Anchors(Guide).Where(x => x.StartsWith("alert-", StringComparison.Ordinal)), Is.EquivalentTo(anchors));
    }

    [TestCase("README.md")]
    [TestCase("CONTRIBUTING.md")]
    [TestCase("docs/operations.md")]
    [TestCase("docs/grafana.md")]
    [TestCase("docs/architecture.md")]
    [TestCase("docs/security.md")]
    [TestCase("docs/log.md")]
    [TestCase("docs/entra.md")]
    [TestCase("deploy/cluster/README.md")]
    public void Each_link_within_the_documents_leads_somewhere(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var dead =
            from Match link in Link().Matches(Documents.Read(path))
            let file = link.Groups["file"].Value is { Length: > 0 } name ? Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, name))) : path
            let anchor = link.Groups["anchor"].Value
            where !Path.Exists(Repository.File(file)) || (anchor.Length > 0 && !Documents.Anchors(file).Contains(anchor))
            select link.Value;

        Assert.That(dead, Is.Empty);
    }

    [GeneratedRegex("operations\\.md#(?<anchor>[a-z0-9-]+)")]
    private static partial Regex Runbook();

    [GeneratedRegex("^ +- uid: ", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex("\\]\\((?!https?:)(?<file>[^)#]*)(#(?<anchor>[^)]+))?\\)")]
    private static partial Regex Link();
}
