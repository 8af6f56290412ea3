using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Grafana.Comparing;

namespace Scim.Tests.Grafana.Comparing;

public class MemberDifferenceTests
{
    private const HandAddedMemberPolicy Keep = HandAddedMemberPolicy.Keep;
    private const HandAddedMemberPolicy Remove = HandAddedMemberPolicy.Remove;

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    private static readonly Gen<long[]> Ids = Gen.Choose(1, 6).Select(x => (long)x).ListOf().Select(x => x.Distinct().ToArray());

    // Wanted, actual, applied.
    [TestCase("", "", "", Keep, "")]
    [TestCase("1 2", "1 2", "1 2", Keep, "")]
    [TestCase("2 1", "", "", Keep, "add 1 2, remember 1 2")]
    [TestCase("1 2", "1", "1", Keep, "add 2, remember 2")]
    [TestCase("1", "1 2", "1 2", Keep, "remove 2")]
    [TestCase("1", "1 2", "1", Keep, "")]
    [TestCase("1", "1 2", "1", Remove, "remove 2")]
    [TestCase("1", "1", "", Keep, "remember 1")]
    [TestCase("1", "1", "", Remove, "remember 1")]
    [TestCase("1", "", "1", Keep, "add 1")]
    [TestCase("", "", "1 2", Keep, "forget 1 2")]
    [TestCase("", "2", "1", Keep, "forget 1")]
    [TestCase("", "1 2 3", "2", Keep, "remove 2")]
    [TestCase("", "3 1 2", "2", Remove, "remove 3 1 2")]
    [TestCase("1 2", "2 3", "3 4", Keep, "add 1, remove 3, remember 1 2, forget 4")]
    public void What_differs_is_added_removed_remembered_or_forgotten(string wanted, string actual, string applied, HandAddedMemberPolicy handAdded, string difference) =>
        Assert.That(Text(MemberDifference.Between(Numbers(wanted), Members(Numbers(actual)), Numbers(applied).ToHashSet(), handAdded)), Is.EqualTo(difference));

    [TestCase(Keep)]
    [TestCase(Remove)]
    public void Applied_once_all_is_as_it_should_be_and_nothing_is_left_to_do(HandAddedMemberPolicy handAdded) =>
        Check.One(Thorough, Prop.ForAll(
            Ids.Three().ToArbitrary(),
            sample =>
            {
                var (wanted, actual, applied) = sample;
                var difference = MemberDifference.Between(wanted, Members(actual), applied.ToHashSet(), handAdded);
                var removed = difference.Remove.Select(x => x.UserId).ToList();
                var members = actual.Except(removed).Union(difference.Add).ToList();
                var remembered = applied.Except(removed).Except(difference.Forget).Union(difference.Remember).ToHashSet();
                var byHand = actual.Except(applied).Except(wanted);

                return wanted.All(members.Contains)
                    && byHand.All(x => members.Contains(x) == (handAdded == Keep))
                    && !applied.Except(wanted).Any(members.Contains)
                    && remembered.SetEquals(wanted)
                    && MemberDifference.Between(wanted, Members(members), remembered, handAdded).IsEmpty;
            }));

    [Test]
    public void An_account_that_is_wanted_twice_is_added_once() =>
        Assert.That(Text(MemberDifference.Between([1, 1], [], new HashSet<long>(), Keep)), Is.EqualTo("add 1, remember 1"));

    private static long[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => long.Parse(x, CultureInfo.InvariantCulture))];

    private static List<GrafanaTeamMember> Members(IEnumerable<long> ids) => [.. ids.Select(x => new GrafanaTeamMember { UserId = x, Email = $"{x}@x.org" })];

    private static string Text(MemberDifference difference)
    {
        (string Verb, IEnumerable<long> Ids)[] parts =
        [
            ("add", difference.Add), ("remove", difference.Remove.Select(x => x.UserId)), ("remember", difference.Remember), ("forget", difference.Forget),
        ];
        return string.Join(", ", parts.Where(x => x.Ids.Any()).Select(x => $"{x.Verb} {string.Join(' ', x.Ids)}"));
    }
}
