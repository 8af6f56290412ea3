using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class ClearSteps
{
    public static IEnumerable<Step> In(Dialect d) =>
    [
        new("clears an attribute with an empty text", x => ClearsAsync(x, d.Replace("title", "")))
        {
            Dialect = d,
            Sends = "replace title with \"\"",
            Expects = "the user without a title",
            Why = "Microsoft's tests for the gallery do it; an empty text that is kept does not count as cleared.",
            IsRecommended = true,
            Needs = [Feature.Patch],
        },
        new("clears an attribute with null", x => ClearsAsync(x, d.Replace("title", null)))
        {
            Dialect = d,
            Sends = "replace title with null",
            Expects = "the user without a title",
            Why = "Microsoft's tests for the gallery do it.",
            IsRecommended = true,
            Needs = [Feature.Patch],
        },
        new("removes an attribute", x => ClearsAsync(x, d.Remove("title")))
        {
            Dialect = d,
            Sends = "remove title",
            Expects = "the user without a title",
            Why = "It is how the RFC clears.",
            Needs = [Feature.Patch],
        },
    ];

    private static async Task ClearsAsync(Talk x, JsonObject operation)
    {
        var made = await x.NewUserAsync(new JsonObject { ["title"] = "Countess" });
        (await x.PatchAsync(made, operation)).IsChanged();
        (await x.GetAsync(made)).Is(200).Lacks("title").Has("displayName", "Ada Lovelace");
    }
}
