using Scim.Filter;
using Scim.Resources;
using Scim.Resources.Filtering;

namespace Scim.Tests.ResourceModel;

/// <summary>The texts of <c>bindings.txt</c>.</summary>
public class FilterBinderTests
{
    [TestCaseSource(typeof(CaseFile), nameof(CaseFile.Read), new object[] { "bindings.txt" })]
    public void A_filter_is_bound_as_the_case_says(string filter, string expected) => Assert.That(Answer(filter), Is.EqualTo(expected));

    [TestCase("co")]
    [TestCase("sw")]
    [TestCase("ew")]
    public void A_pattern_has_a_limit(string op)
    {
        Assert.That(() => Bind($"title {op} \"{new string('x', 256)}\""), Throws.Nothing);
        Assert.That(
            () => Bind($"title {op} \"{new string('x', 257)}\""),
            Throws.TypeOf<ScimException>().With.Message.EqualTo(
                $"title {op} \"{new string('x', 59)}... cannot be compared: operator {op} takes at most 256 characters."));
    }

    [Test]
    public void The_limit_of_a_pattern_holds_for_what_is_compared() =>
        Assert.That(() => Bind($"title co \"{new string('ﷺ', 20)}\""), Throws.TypeOf<ScimException>());

    [Test]
    public void A_value_for_eq_may_be_long() => Assert.That(() => Bind($"title eq \"{new string('x', 60_000)}\""), Throws.Nothing);

    [Test]
    public void Members_of_a_group_are_compared_by_their_ids() => Assert.That(
        FilterBinder.Bind(SomeTypes.Group, ScimFilter.Parse("""members eq "A" and members[type eq "User"]""")).ToString(),
        Is.EqualTo("""(and (eq members.value "A") (element members (eq members.type "user")))"""));

    private static BoundFilter Bind(string filter) => FilterBinder.Bind(SomeTypes.User, ScimFilter.Parse(filter));

    private static string Answer(string filter)
    {
        try
        {
            return Bind(filter).ToString();
        }
        catch (ScimException fault)
        {
            return PatchText.Print(fault);
        }
    }
}
