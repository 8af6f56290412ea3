using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>A page of a list, filtered or whole, sorted or by id. Without a kind, of all that there is.</summary>
internal sealed record List(Kind? Kind, Filter? Filter, Projection Projection, int StartIndex = 1, int Count = 100) : Command
{
    public Order? Order { get; init; }

    /// <summary>The same by POST to <c>.search</c>.</summary>
    public bool ByPost { get; init; }

    /// <summary>The cursor of the page, empty for the first one; null for pages by index.</summary>
    public string? Cursor { get; init; }

    /// <summary>How many were on the pages before.</summary>
    public int Seen { get; init; }

    public override Call Call(Model model)
    {
        var parameters = Parameters(model).ToList();
        var path = Kind is null ? "" : $"{Kind}s";
        if (!ByPost) return new("GET", $"{path}?{string.Join('&', parameters.Select(x => $"{x.Name}={Uri.EscapeDataString(x.Value.ToString())}"))}");

        var body = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest") };
        foreach (var (name, value) in parameters) body[name] = value;
        return new("POST", $"{path}{(Kind is null ? "" : "/")}.search", body);
    }

    public override Command? Next(ScimAnswer answer) =>
        answer.Status == 200 && answer.Body["nextCursor"] is { } next ? this with { Cursor = next.GetValue<string>(), Seen = Seen + Count } : null;

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        var all = Order is null ? model.All(Kind) : Order.Of(model.All(Kind), Kind);
        var found = all.Where(x => Filter is null || Filter.Matches(model, x)).ToList();
        var page = found.Skip(Cursor is null ? StartIndex - 1 : Seen).Take(Count).Select(x => (JsonNode)Projection.Of(View.Of(model, x))).ToArray();
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
            ["itemsPerPage"] = page.Length,
            ["Resources"] = new JsonArray(page),
        };
        if (Cursor is null or "") body["totalResults"] = found.Count;
        if (Cursor is null) body["startIndex"] = StartIndex;
        if (Cursor is { Length: > 0 }) body["previousCursor"] = Sealed(answer, "previousCursor");
        if (Cursor is not null && page.Length > 0 && Seen + page.Length < found.Count) body["nextCursor"] = Sealed(answer, "nextCursor");
        return new Expected(200, Body: body);
    }

    // What is in a cursor is the service's; whether there is one is not.
    private static JsonNode Sealed(ScimAnswer answer, string name) => answer.Status == 200 && answer.Body[name] is { } cursor ? cursor.DeepClone() : "one";

    private IEnumerable<(string Name, JsonNode Value)> Parameters(Model model)
    {
        if (Cursor is null) yield return ("startIndex", StartIndex);
        else yield return ("cursor", Cursor);
        yield return ("count", Count);
        if (Projection.Names.Length > 0) yield return (Projection.Excludes ? "excludedAttributes" : "attributes", string.Join(',', Projection.Names));
        if (Filter is not null) yield return ("filter", Filter.Of(model));
        if (Order is null) yield break;
        yield return ("sortBy", Order.By);
        yield return ("sortOrder", Order.Direction);
    }
}
