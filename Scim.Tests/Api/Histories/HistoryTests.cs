namespace Scim.Tests.Api.Histories;

/// <summary>The checker itself, on histories written by hand.</summary>
public class HistoryTests
{
    private static readonly PatchTitle A = new("a");
    private static readonly PatchTitle B = new("b");

    private static IEnumerable<TestCaseData> Explained()
    {
        yield return Case("nothing");
        yield return Case("one after another", Did(A, 1, 2, 200, 2, "a"), Did(B, 3, 4, 200, 3, "b"), Did(new Read(), 5, 6, 200, 3, "b"));
        yield return Case("in the order of the answers", Did(A, 1, 5, 200, 3, "a"), Did(B, 2, 4, 200, 2, "b"));
        yield return Case("a read during a change sees what was", Did(A, 1, 4, 200, 2, "a"), Did(new Read(), 2, 3, 200, 1, "new"));
        yield return Case("or what will be", Did(A, 1, 4, 200, 2, "a"), Did(new Read(), 2, 3, 200, 2, "a"));
        yield return Case("no change is no version", Did(A, 1, 2, 200, 2, "a"), Did(A, 3, 4, 200, 2, "a"));
        yield return Case("what is unanswered was done", Unanswered(A, 1), Did(new Read(), 2, 3, 200, 2, "a"));
        yield return Case("or not", Unanswered(A, 1), Did(new Read(), 2, 3, 200, 1, "new"));
        yield return Case("of two at one version, one", Did(A, 1, 4, 200, 2, "a", at: 1), Did(B, 2, 3, 412, 2, at: 1));
        yield return Case("a change before a deletion", Did(new Delete(), 1, 4, 204), Did(A, 2, 5, 200, 2, "a"), Did(A, 6, 7, 404));
    }

    private static IEnumerable<TestCaseData> Unexplained()
    {
        yield return Case("lost update", Did(A, 1, 3, 200, 2, "a"), Did(B, 2, 4, 200, 2, "b"));
        yield return Case("lost update found later", Did(A, 1, 3, 200, 2, "a"), Did(B, 2, 4, 200, 3, "b"), Did(new Read(), 5, 6, 200, 3, "a"));
        yield return Case("stale read", Did(A, 1, 2, 200, 2, "a"), Did(new Read(), 3, 4, 200, 1, "new"));
        yield return Case("read back in time", Did(A, 1, 6, 200, 2, "a"), Did(new Read(), 2, 3, 200, 2, "a"), Did(new Read(), 4, 5, 200, 1, "new"));
        yield return Case("resurrected", Did(new Delete(), 1, 2, 204), Did(new Read(), 3, 4, 200, 1, "new"));
        yield return Case("deleted twice", Did(new Delete(), 1, 3, 204), Did(new Delete(), 2, 4, 204));
        yield return Case("one version, two contents", Did(A, 1, 6, 200, 2, "a"), Did(new Read(), 2, 3, 200, 2, "a"), Did(B, 1, 6, 200, 3, "b"), Did(new Read(), 4, 5, 200, 2, "b"));
        yield return Case("version without a change", Did(A, 1, 2, 200, 2, "a"), Did(A, 3, 4, 200, 3, "a"));
        yield return Case("two at one version", Did(A, 1, 3, 200, 2, "a", at: 1), Did(B, 2, 4, 200, 3, "b", at: 1));
        yield return Case("refused at the current version", Did(A, 1, 2, 412, 1, at: 1));
        yield return Case("half of a change", Did(A, 1, 4, 200, 2, "a"), Did(new Read(), 2, 3, 200, 2, "new"));
        yield return Case("from nowhere", Did(new Read(), 1, 2, 200, 2, "z"));
    }

    [TestCaseSource(nameof(Explained))]
    public void Is_linearisable(object calls) => Assert.That(new History(new State(1, "new"), (Call[])calls).Contradiction(), Is.Null);

    [TestCaseSource(nameof(Unexplained))]
    public void Is_not_linearisable(object calls) => Assert.That(new History(new State(1, "new"), (Call[])calls).Contradiction(), Is.Not.Null);

    [Test]
    public void Of_a_group_is_linearisable_where_members_were_deleted() => Assert.That(OfGroup(
        Did(new DeleteMember('a'), 1, 4, 204), Did(new AddMembers("ab"), 2, 3, 204, 2), Did(new AddMembers("a"), 5, 6, 400), Did(new Read(), 7, 8, 200, 3, "b")).IsLinearisable());

    [TestCase(3, "b")]
    [TestCase(2, "ac")]
    public void Of_a_group_is_not_linearisable_with_a_member_lost(int version, string members) => Assert.That(OfGroup(
        Did(new AddMembers("b"), 1, 3, 204, 2), Did(new AddMembers("c"), 2, 4, 204, 3), Did(new Read(), 5, 6, 200, version, members)).IsLinearisable(), Is.False);

    [Test]
    public void Is_shown_with_no_more_than_contradicts()
    {
        var history = new History(new State(1, "new"), [
            Did(new Read(), 1, 2, 200, 1, "new"), Did(A, 3, 4, 200, 2, "a"), Did(B, 5, 6, 412, 2, at: 1), Did(new Read(), 7, 8, 200, 1, "new"), Did(B, 9, 10, 200, 3, "b")]);

        Assert.That(history.Contradiction()!.Calls, Is.EqualTo(new[] { history.Calls[1], history.Calls[3] }));
        Assert.That(history.Contradiction()!.ToString(), Does.Contain("PATCH 'a': 200 version 2 'a'").And.Contain("GET: 200 version 1 'new'"));
    }

    private static History OfGroup(params Call[] calls) => new(new State(1, "a"), calls);

    private static TestCaseData Case(string name, params Call[] calls) => new TestCaseData((object)calls).SetArgDisplayNames(name);

    private static Call Did(Action action, long sent, long answered, int status, int? version = null, string? content = null, int? at = null) =>
        new((int)sent, action, at, sent, answered, new Answer(status, version, content));

    private static Call Unanswered(Action action, long sent) => new((int)sent, action, null, sent, null, null);
}
