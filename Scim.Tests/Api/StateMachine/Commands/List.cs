using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>A page of a list, filtered or whole.</summary>
internal sealed record List(Kind Kind, Filter? Filter, Projection Projection, int StartIndex = 1, int Count = 100) : Command
{
    public override Call Call(Model model)
    {
        var filter = Filter is null ? "" : $"&filter={Uri.EscapeDataString(Filter.Of(model))}";
        return new("GET", $"{Kind}s?startIndex={StartIndex}&count={Count}&{Projection.Query}{filter}");
    }

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        var found = model.All(Kind).Where(x => Filter is null || Filter.Matches(model, x)).ToList();
        var page = found.Skip(StartIndex - 1).Take(Count).Select(x => (JsonNode)Projection.Of(View.Of(model, x))).ToArray();
        return new Expected(200, Body: new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
            ["totalResults"] = found.Count,
            ["startIndex"] = StartIndex,
            ["itemsPerPage"] = page.Length,
            ["Resources"] = new JsonArray(page),
        });
    }
}
