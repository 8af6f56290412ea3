using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Bulk;

/// <summary>Bulk requests as text, and what came back of them.</summary>
internal static class BulkText
{
    public static string Request(params IEnumerable<string> operations) => RequestWith("", operations);

    public static string RequestWith(string further, params IEnumerable<string> operations) =>
        $$"""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]{{further}}, "Operations": [{{string.Join(", ", operations)}}]}""";

    public static string Post(string path, string bulkId, string data) =>
        $$"""{"method": "POST", "path": "{{path}}", "bulkId": "{{bulkId}}", "data": {{data}}}""";

    public static string User(string bulkId, string? userName = null, string? further = null) => Post("/Users", bulkId, Some.User(userName, further));

    public static string Group(string bulkId, params string[] members) => Post("/Groups", bulkId, Some.Group(null, members));

    public static string Operation(string method, string path, string? data = null, string? version = null) =>
        $$"""{"method": "{{method}}", "path": "{{path}}"{{(data is null ? "" : $", \"data\": {data}")}}{{(version is null ? "" : $", \"version\": \"{version}\"")}}}""";

    public static async Task<IReadOnlyList<JsonObject>> BulkAsync(this ScimServer server, params string[] operations) =>
        Results(await server.PostAsync("Bulk", Request(operations)));

    public static IReadOnlyList<JsonObject> Results(ScimAnswer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(answer.Body["schemas"]!.ToJsonString(), Is.EqualTo("""["urn:ietf:params:scim:api:messages:2.0:BulkResponse"]"""));
        return [.. answer.Body["Operations"]!.AsArray().Select(x => (JsonObject)x!)];
    }

    /// <summary>The statuses with blanks between them. Every error must have a body that says the same.</summary>
    public static string Statuses(this IReadOnlyList<JsonObject> results)
    {
        foreach (var result in results.Where(x => x.Status()[0] != '2'))
            Assert.That(result["response"]!["status"]!.GetValue<string>(), Is.EqualTo(result.Status()), result.ToJsonString());
        return string.Join(' ', results.Select(Status));
    }

    public static string Status(this JsonObject result) => result["status"]!.GetValue<string>();

    public static string Path(this JsonObject result) => string.Join('/', result["location"]!.GetValue<string>().Split('/')[^2..]);

    public static string Id(this JsonObject result) => result["location"]!.GetValue<string>().Split('/')[^1];

    public static string? Detail(this JsonObject result) => result["response"]?["detail"]?.GetValue<string>();

    public static async Task<IReadOnlyList<string>> MembersAsync(this ScimServer server, string group) =>
        [.. ((JsonArray?)(await server.GetAsync($"Groups/{group}")).Body["members"] ?? []).Select(x => x!["value"]!.GetValue<string>())];
}
