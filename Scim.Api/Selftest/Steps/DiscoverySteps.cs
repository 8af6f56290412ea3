using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class DiscoverySteps
{
    public static IEnumerable<Step> All =>
    [
        new("learns that changes are made by PATCH", async x => (await x.GetAsync("/ServiceProviderConfig")).Is(200).Has("patch/supported", true))
        {
            Sends = "GET /ServiceProviderConfig",
            Expects = "200 and patch.supported true",
            Why = "Entra changes users and groups by PATCH alone.",
        },
        new("learns that filters are understood", async x => (await x.GetAsync("/ServiceProviderConfig")).Is(200).Has("filter/supported", true))
        {
            Sends = "GET /ServiceProviderConfig",
            Expects = "200 and filter.supported true",
            Why = "Entra looks everybody up by a filter, and does not read this; other clients do.",
            IsRecommended = true,
        },
        new("reads the types of resources", async x =>
        {
            var answer = (await x.GetAsync("/ResourceTypes")).Is(200).HasSchema(Urn.ListResponse);
            if (!answer.Resources.Any(y => Json.IsText(Json.At(y, "name"), "User"))) throw answer.Failed("No resource type is named User.");
        })
        {
            Sends = "GET /ResourceTypes",
            Expects = "a list with User",
            Why = "Clients other than Entra learn from it what there is.",
            IsRecommended = true,
        },
        new("reads the schema of users", x => FindsAsync(x, Urn.User, "userName", "active", "emails"))
        {
            Sends = "GET /Schemas",
            Expects = "a list with the schema of users, and userName, active and emails in it",
            Why = "Applications of the gallery offer only what /Schemas names for mapping.",
            IsRecommended = true,
        },
        new("reads the schema of groups", x => FindsAsync(x, Urn.Group, "displayName", "members"))
        {
            Sends = "GET /Schemas",
            Expects = "a list with the schema of groups, and displayName and members in it",
            Why = "Microsoft's tests for the gallery fail all that is about groups when it is missing.",
            IsRecommended = true,
            Needs = [Feature.Groups],
        },
    ];

    private static async Task FindsAsync(Talk x, string urn, params string[] names)
    {
        var answer = (await x.GetAsync("/Schemas")).Is(200).HasSchema(Urn.ListResponse);
        var schema = answer.Resources.FirstOrDefault(y => Json.IsText(Json.At(y, "id"), urn)) ?? throw answer.Failed($"There is no schema {urn}.");
        var known = (Json.At(schema, "attributes") as JsonArray ?? []).Select(y => Json.Text(Json.At(y, "name"))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (names.FirstOrDefault(y => !known.Contains(y)) is { } missing) throw answer.Failed($"{urn} has no attribute {missing}.");
    }
}
