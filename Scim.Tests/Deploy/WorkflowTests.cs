using System.Text.RegularExpressions;

namespace Scim.Tests.Deploy;

/// <summary>GitHub's workflow.</summary>
public partial class WorkflowTests
{
    private static readonly string Text = File.ReadAllText(Repository.File(".github", "workflows", "ci.yml"));

    [Test]
    public void Every_action_is_pinned_to_a_commit_and_says_its_version() =>
        Assert.That(Text.Split('\n').Where(x => x.Contains("uses:", StringComparison.Ordinal)), Is.Not.Empty.And.All.Matches<string>(x => Pinned().IsMatch(x)));

    [Test]
    public void It_may_read_the_repository_and_nothing_else() =>
        Assert.That(Permissions().Matches(Text).Select(x => x.Groups[1].Value.Trim()), Is.EqualTo(new[] { "contents: read" }));

    [Test]
    public void Every_job_has_an_end() => Assert.That(Count("timeout-minutes:"), Is.EqualTo(Count("runs-on:")).And.Positive);

    [TestCase(".ci/run")]
    [TestCase(".ci/image")]
    public void It_runs_what_is_there(string script)
    {
        Assert.That(Text, Does.Contain(script));
        Assert.That(Repository.File(script.Split('/')), Does.Exist);
    }

    private static int Count(string text) => Text.Split(text).Length - 1;

    [GeneratedRegex(@"uses: \S+@[0-9a-f]{40} # v\d")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"permissions:([^\S\n]*\S+|\n(?:\s{2,}\S.*\n)+)")]
    private static partial Regex Permissions();
}
