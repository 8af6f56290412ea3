using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>Several changes in one request, which may name what others of them create, whichever comes first.</summary>
/// <param name="Operations">The changes.</param>
/// <param name="FailOnErrors">Sent only where nothing refers to what comes later: what is reached then depends on how such failures are counted.</param>
internal sealed record InBulk(IReadOnlyList<Command> Operations, int? FailOnErrors) : Command
{
    public override Call Call(Model model)
    {
        var calls = Calls(model);
        var body = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:BulkRequest") };
        if (FailOnErrors is not null && !calls.ReferAhead) body["failOnErrors"] = FailOnErrors;
        body[nameof(Operations)] = new JsonArray([.. calls.Places.Select(x => Json(calls[x], x))]);
        return new("POST", "Bulk", body);
    }

    /// <summary>What each operation would send alone, with references in the places of new ids.</summary>
    public BulkCalls Calls(Model model)
    {
        var copy = model.ForBulk(Created(BulkCalls.Reference));
        return new BulkCalls([.. Operations.Select(x => x.Call(copy))]);
    }

    public IReadOnlyList<(Kind Kind, string Id)> Created(Func<int, string> idOf) =>
        [.. Operations.Index().Where(x => x.Item is Create).Select(x => (((Create)x.Item).Body.Kind, idOf(x.Index)))];

    /// <summary>All that is stored is compared, not only what the answer shows.</summary>
    public override Command? Next(ScimAnswer answer) => new List(null, null, new Projection(true));

    public override IEnumerable<string> Outcomes(ScimAnswer answer) => Results(answer).Select(x => $"{x["method"]} in bulk {x["status"]}");

    public override IEnumerable<Command> Smaller() =>
        Operations.Count == 1 ? [] : Operations.Select((_, i) => this with { Operations = [.. Operations.Where((_, j) => i != j)] });

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        var ids = Results(answer).Where(x => $"{x["status"]}" == "201").ToDictionary(x => $"{x["bulkId"]}", x => $"{x["location"]}".Split('/')[^1]);
        var run = new BulkRun(this, model, place => ids.GetValueOrDefault(BulkCalls.Name(place), BulkCalls.Reference(place)));
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:BulkResponse"),
            [nameof(Operations)] = new JsonArray([.. run.Run()]),
        };
        model.Take(run.After);
        return new Expected(200, Body: body);
    }

    private static IEnumerable<JsonObject> Results(ScimAnswer answer) => answer.Status == 200 ? answer.Body[nameof(Operations)]!.AsArray().Select(x => (JsonObject)x!) : [];

    private static JsonObject Json(Call call, int place)
    {
        var json = new JsonObject { ["method"] = call.Method, ["path"] = $"/{call.Path.Split('?')[0]}" };
        if (call.Method == "POST") json["bulkId"] = BulkCalls.Name(place);
        foreach (var (_, version) in call.Headers) json["version"] = version;
        if (call.Body is not null) json["data"] = call.Body;
        return json;
    }
}
