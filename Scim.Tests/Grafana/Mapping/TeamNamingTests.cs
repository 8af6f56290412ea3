using Scim.Grafana.Mapping;

namespace Scim.Tests.Grafana.Mapping;

public class TeamNamingTests
{
    private static readonly Guid Group = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");

    [TestCase("", "Ops", "Ops")]
    [TestCase("", "  Ops Team \t", "Ops Team")]
    [TestCase("Entra ", "Ops", "Entra Ops")]
    [TestCase("entra-", " Ops ", "entra-Ops")]
    [TestCase(" x ", "Ops", "x Ops")]
    [TestCase("entra-", "", "entra-")]
    [TestCase("", "ÄÖ 😀", "ÄÖ 😀")]
    public void A_team_has_the_prefix_and_the_name_of_its_group(string prefix, string displayName, string name) =>
        Assert.That(TeamNaming.Of(prefix, displayName), Is.EqualTo(name));

    [TestCase(190, "", 190)]
    [TestCase(191, "", 190)]
    [TestCase(5_000, "", 190)]
    [TestCase(189, "😀", 189)]
    [TestCase(188, "😀", 190)]
    [TestCase(188, "  x", 188)]
    public void A_long_name_is_cut_at_190_and_neither_within_a_character_nor_after_a_space(int letters, string end, int length)
    {
        var whole = new string('x', letters) + end;

        Assert.That(TeamNaming.Of("", whole), Is.EqualTo(whole[..length]));
        Assert.That(TeamNaming.Of("p-", whole), Has.Length.LessThanOrEqualTo(190).And.StartsWith("p-x"));
    }

    [TestCase("Ops", "Ops (7728950e)")]
    [TestCase("", " (7728950e)")]
    public void A_distinct_name_ends_in_the_end_of_the_groups_id(string name, string distinct) =>
        Assert.That(TeamNaming.Distinct(name, Group), Is.EqualTo(distinct));

    [Test]
    public void A_distinct_name_keeps_within_190_whatever_it_is_made_from()
    {
        for (var letters = 170; letters <= 190; letters++)
        {
            foreach (var end in (string[])["", "😀", " x"])
            {
                var name = TeamNaming.Of("", new string('x', letters) + end);
                var distinct = TeamNaming.Distinct(name, Group);

                Assert.That(distinct, Has.Length.LessThanOrEqualTo(190).And.EndsWith("x (7728950e)").Or.EndsWith("😀 (7728950e)"));
                Assert.That(distinct.Any(char.IsSurrogate), Is.EqualTo(distinct.Contains("😀", StringComparison.Ordinal)), distinct);
                Assert.That(TeamNaming.Distinct(name, Group), Is.EqualTo(distinct), "it is the same each time");
            }
        }
    }

    [Test]
    public void Groups_of_one_long_name_get_names_of_their_own() =>
        Assert.That(TeamNaming.Distinct(new string('x', 190), Group), Is.Not.EqualTo(TeamNaming.Distinct(new string('x', 190), Guid.NewGuid())));
}
