using System.Text.Json.Nodes;
using Scim.Filter;
using Scim.Resources;
using Scim.Resources.Filtering;

namespace Scim.Tests.ResourceModel;

/// <summary>The texts of <c>evaluations.txt</c>, and the search document they are evaluated over.</summary>
public class FilterEvaluatorTests
{
    [TestCaseSource(typeof(CaseFile), nameof(CaseFile.Read), new object[] { "evaluations.txt" })]
    public void A_filter_matches_where_the_case_says(string user, string filter, string expected) =>
        Assert.That(Answer(SomeTypes.Body(user), filter), Is.EqualTo(expected));

    [Test]
    public void A_search_document_holds_what_can_be_compared()
    {
        var user = SomeTypes.Body(CaseFile.Expand("""
            {
              "schemas":["{core}"], "userName":"Ada", "active":true, "name":{"givenName":"ＡＤＡ"}, "unknown":1,
              "emails":[{"value":"A@X","type":"Work","primary":true},{"value":""}],
              "{custom}":{"tags":["A",""],"pin":"1","level":7,"ratio":1.50,"since":"2026-01-31T09:30:00+02:00","keys":[],
                "badges":[{"value":"A","secret":"s","marks":["B"]},{"secret":"s"}],"seeds":[{"value":"s"}]},
              "{enterprise}":{"manager":{"displayName":"Bo"}}
            }
            """));

        var search = SearchDocument.Of(SomeTypes.User, user);

        Assert.That(SomeTypes.Print(search), Is.EqualTo(CaseFile.Expand("""
            {"schemas":[{"value":"urn:ietf:params:scim:schemas:core:2.0:user"}],"username":"ada","active":true,"name":{"givenname":"ada"},
            "emails":[{"value":"a@x","type":"work","primary":true}],
            "{custom}":{"tags":[{"value":"a"}],"level":7,"ratio":1.50,"since":"2026-01-31T07:30:00.0000000Z","badges":[{"value":"A","marks":[{"value":"b"}]}]},
            "{enterprise}":{"manager":{"displayname":"bo"}}}
            """)
            .Replace(SomeTypes.Custom, SearchDocument.Key(SomeTypes.Custom), StringComparison.Ordinal)
            .Replace(SomeTypes.Enterprise, SearchDocument.Key(SomeTypes.Enterprise), StringComparison.Ordinal)
            .ReplaceLineEndings("")));
        Assert.That(
            SearchDocument.TextOf(search),
            Is.EqualTo("urn:ietf:params:scim:schemas:core:2.0:user\nada\nada\na@x\nwork\na\n2026-01-31T07:30:00.0000000Z\nA\nb\nbo"));
    }

    private static string Answer(JsonObject user, string filter)
    {
        try
        {
            var bound = FilterBinder.Bind(SomeTypes.User, ScimFilter.Parse(filter));
            return FilterEvaluator.Matches(bound, SearchDocument.Of(SomeTypes.User, user)) ? "true" : "false";
        }
        catch (ScimException)
        {
            return "✗";
        }
    }
}
