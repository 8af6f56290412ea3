using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Filter;
using Scim.Resources.Bodies;
using Scim.Resources.Patching;

namespace Scim.Tests.ResourceModel;

public class MembershipChangeTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    private static readonly Gen<string> Ids = Gen.Elements("a", "b", "c", "d", "e", "f");

    private static readonly Gen<string[]> IdLists = Ids.ArrayOf().Resize(4);

    // What a list of operations means, told in the simplest way: one after the other, on a set.
    private static readonly Gen<(string Text, Func<IEnumerable<string>, IEnumerable<string>> Step)> Operations = Gen.OneOf(
        IdLists.Select(ids => ($"add members = {List(ids)}", Step(set => set.Union(ids)))),
        IdLists.Select(ids => ($"remove members = {List(ids)}", Step(set => set.Except(ids)))),
        IdLists.Select(ids => ($"replace members = {List(ids)}", Step(_ => ids))),
        IdLists.Select(ids => ($"replace = {{\"members\":{List(ids)}}}", Step(_ => ids))),
        Ids.Select(id => ($"remove members[value eq \"{id}\"]", Step(set => set.Except([id])))),
        Ids.Select(id => ($"add members[value eq \"{id}\"] = \"{id}\"", Step(set => set.Append(id)))),
        Ids.Zip(Ids, (x, y) => ($"remove members[value eq \"{x}\" or value eq \"{y}\"]", Step(set => set.Except([x, y])))),
        Ids.Select(id => ($"remove members[not (value eq \"{id}\")]", Step(set => set.Where(x => x == id)))),
        Ids.Select(id => ($"remove members[value gt \"{id}\"]", Step(set => set.Where(x => string.CompareOrdinal(x, id) <= 0)))),
        Gen.Constant(("remove members", Step(_ => []))),
        Gen.Constant(("remove members[value pr]", Step(_ => []))));

    [Test]
    public void The_netted_change_makes_the_set_that_the_operations_make() =>
        Check.One(Thorough, Prop.ForAll(
            IdLists.Zip(Operations.ListOf()).ToArbitrary(),
            sample =>
            {
                var (members, operations) = sample;
                var expected = operations.Aggregate((IEnumerable<string>)members, (set, operation) => operation.Step(set)).ToHashSet();
                var change = Net(string.Join(" ;; ", operations.Select(x => x.Text)), members);

                return expected.SetEquals((change.Clear ? [] : members).Except(change.Removed).Union(change.Added))
                    && !change.Added.Intersect(change.Removed).Any()
                    && !(change.Clear && change.Removed.Count > 0);
            }));

    [TestCase("""value eq "a" """, "a")]
    [TestCase("""VALUE eq "a" or value eq "b" or value eq "c" """, "a b c")]
    [TestCase("value eq a", "a")]
    [TestCase("value eq 7", "7")]
    [TestCase("""value eq "" """, null)]
    [TestCase("value eq null", null)]
    [TestCase("""value ne "a" """, null)]
    [TestCase("""value sw "a" """, null)]
    [TestCase("value pr", null)]
    [TestCase("""not (value eq "a")""", null)]
    [TestCase("""display eq "a" """, null)]
    [TestCase("""value eq "a" and type eq "User" """, null)]
    [TestCase("""value eq "a" or type eq "User" """, null)]
    public void A_filter_names_ids_or_needs_the_members(string filter, string? ids) =>
        Assert.That(
            MembershipChange.IdsNamedBy(ScimPath.Parse($"members[{filter}]").Filter!) is { } named ? string.Join(' ', named) : null,
            Is.EqualTo(ids));

    // Each takes well under a second, and would take minutes were the work quadratic.
    [TestCase("replace", "replace")]
    [TestCase("add", "remove")]
    [TestCase("remove", "add")]
    public void A_hundred_thousand_members_are_netted(string first, string second)
    {
        var members = string.Join(',', Enumerable.Range(0, 100_000).Select(x => $$"""{"value":"{{x}}","$ref":null}"""));
        var body = $$"""
            {"schemas":["{{PatchRequest.SchemaId}}"],"Operations":[
              {"op":"{{first}}","path":"members","value":[{{members}}]},
              {"op":"{{second}}","path":"members","value":[{{members}}]}]}
            """;

        var change = PatchRequest.Parse(SomeTypes.Group, JsonBody.Parse(Encoding.UTF8.GetBytes(body))).Apply([]).Members;

        Assert.That(change.Added.Count + change.Removed.Count, Is.EqualTo(100_000));
    }

    [Test]
    public void A_hundred_thousand_members_are_selected_by_a_filter()
    {
        var members = Enumerable.Range(0, 100_000).Select(x => new JsonObject { ["value"] = $"{x}", ["type"] = "User" }).ToList();
        var request = PatchRequest.Parse(SomeTypes.Group, PatchText.Body("""remove members[type eq "User" and value co "1"]"""));

        Assert.That(request.Apply([], members).Members.Removed, Has.Count.EqualTo(100_000 - 59_049));
    }

    private static MembershipChange Net(string operations, string[] members) => PatchRequest.Parse(SomeTypes.Group, PatchText.Body(operations))
        .Apply(
            SomeTypes.Body($$"""{"schemas":["{{SomeTypes.CoreGroup}}"],"displayName":"Staff"}"""),
            members.Distinct().Select(id => new JsonObject { ["value"] = id }).ToList())
        .Members;

    private static Func<IEnumerable<string>, IEnumerable<string>> Step(Func<IEnumerable<string>, IEnumerable<string>> step) => step;

    private static string List(string[] ids) => $"[{string.Join(',', ids.Select(id => $$"""{"value":"{{id}}"}"""))}]";
}
