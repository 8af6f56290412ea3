using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine;

/// <summary>Resources as the service should show them.</summary>
internal static class View
{
    public static JsonObject Of(Model model, ModelResource resource)
    {
        var json = resource.Document();
        json["id"] = resource.Id;
        json["meta"] = new JsonObject { ["resourceType"] = $"{resource.Kind}", ["location"] = $"{model.BaseUri}/{resource.Path}", ["version"] = $"W/\"{resource.Version}\"" };

        var related = resource is ModelGroup ? model.MembersOf(resource.Id).Select(id => (id, model.Get(id).Kind.ToString())) : model.GroupsOf(resource.Id)
            .Select(id => (id, model.Members.Contains((id, resource.Id)) ? "direct" : "indirect"));
        var elements = related.Select(x => (JsonNode)new JsonObject
        {
            ["value"] = x.id,
            ["$ref"] = $"{model.BaseUri}/{model.Get(x.id).Path}",
            ["display"] = Display(model.Get(x.id)),
            ["type"] = x.Item2,
        }).ToArray();
        if (elements.Length > 0) json[resource is ModelGroup ? "members" : "groups"] = new JsonArray(elements);
        return json;
    }

    /// <summary>What groups show of a member.</summary>
    public static string Display(ModelResource resource) => resource.DisplayName ?? resource.Name;

    /// <summary>Times and texts taken out, and members and groups brought into one order, since neither is the model's to know.</summary>
    public static JsonNode Comparable(JsonNode json)
    {
        foreach (var resource in json["Resources"] is JsonArray list ? list.Select(x => (JsonObject)x!) : [(JsonObject)json])
        {
            (resource["meta"] as JsonObject)?.Remove("created");
            (resource["meta"] as JsonObject)?.Remove("lastModified");
            foreach (var result in resource["Operations"] is JsonArray results ? results.OfType<JsonObject>() : [])
            {
                // Where it failed, the id may be one that was never stored.
                if (result["response"] is JsonObject response && response.Remove("detail")) result.Remove("location");
            }

            foreach (var name in (string[])["members", "groups"])
            {
                if (resource[name] is JsonArray array)
                    resource[name] = new JsonArray([.. array.Select(x => x!.DeepClone()).OrderBy(x => x["value"]!.GetValue<string>(), StringComparer.Ordinal)]);
            }
        }

        return json;
    }
}
