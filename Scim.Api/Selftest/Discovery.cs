using System.Text.Json.Nodes;

namespace Scim.Api.Selftest;

/// <summary>What the server says that it lacks. What it does not say, it is taken to have.</summary>
internal sealed class Discovery
{
    private readonly Dictionary<Feature, string> _lacks = [];

    public static async Task<Discovery> ReadAsync(Wire wire, CancellationToken cancellationToken)
    {
        var discovery = new Discovery();
        if (Json.At(await BodyAsync("/ServiceProviderConfig"), "patch/supported") is JsonValue x && x.TryGetValue<bool>(out var patches) && !patches)
            discovery._lacks[Feature.Patch] = "ServiceProviderConfig says that there is no PATCH";

        var types = Resources(await BodyAsync("/ResourceTypes"));
        if (types.Count > 0 && !types.Any(y => Json.IsText(y["name"], "Group") || Json.IsText(y["endpoint"], "/Groups")))
            discovery._lacks[Feature.Groups] = "ResourceTypes has no Group";

        var schemas = Resources(await BodyAsync("/Schemas"));
        if (schemas.Count > 0 && Schema(Urn.Enterprise) is null)
            discovery._lacks[Feature.Enterprise] = "Schemas has no enterprise extension of users";
        if (Schema(Urn.User)?["attributes"] is JsonArray { Count: > 0 } user && !user.OfType<JsonObject>().Any(y => Json.IsText(y["name"], "roles")))
            discovery._lacks[Feature.Roles] = "Schemas has no roles of users";
        return discovery;

        JsonObject? Schema(string urn) => schemas.FirstOrDefault(y => Json.IsText(y["id"], urn));

        async Task<JsonObject?> BodyAsync(string path) =>
            (await wire.SendAsync("GET", path, null, null, cancellationToken)).Response is { Status: 200 } response ? Json.Object(response.Body) : null;
    }

    /// <summary>Null when nothing is missing.</summary>
    public string? WhyNot(Step step) => step.Needs.Select(x => _lacks.GetValueOrDefault(x)).FirstOrDefault(x => x is not null);

    private static List<JsonObject> Resources(JsonObject? list) => [.. (list?["Resources"] as JsonArray ?? []).OfType<JsonObject>()];
}
