using System.Globalization;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>What may have changed after a bulk request: what its operations that succeeded say, and nothing else.</summary>
internal static class BulkRules
{
    public static bool IsAnswer(RawAnswer answer) => answer.Status == 200 && answer.Body.StartsWith("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkResponse\"]", StringComparison.Ordinal);

    public static IEnumerable<string> StatusesOf(RawAnswer answer) => IsAnswer(answer) ? Results(answer).Select(x => $"{x["method"]} {x["status"]}") : [];

    /// <summary>Null where nothing is wrong.</summary>
    public static string? Fault(RawAnswer answer, StoredState before, StoredState after)
    {
        var results = Results(answer);
        if (results.Select(ResultFault).OfType<string>().FirstOrDefault() is { } fault) return fault;

        var done = results.Where(x => Status(x) < 300).ToList();
        var (created, deleted) = (Ids(done, "POST"), Ids(done, "DELETE"));
        var named = Ids(done, "PUT", "PATCH").Concat(created).ToHashSet();
        var members = after.Members.Except(before.Members).Concat(before.Members.Except(after.Members)).ToList();

        // Groups that a deleted resource was in, before or by an earlier operation, change with it.
        var touched = named.Concat(before.Members.Where(x => deleted.Contains(x.Member)).Select(x => x.Group)).ToHashSet();
        var changed = before.Rows.Keys.Where(id => after.Rows.TryGetValue(id, out var row) && row.Whole != before.Rows[id].Whole).ToList();

        return done.Count == 0 && (changed.Count > 0 || members.Count > 0 || before.Changes != after.Changes) ? "No operation succeeded, and something stored has changed."
            : !after.Rows.Keys.Except(before.Rows.Keys).ToHashSet().SetEquals(created.Except(deleted)) ? "What is new is not what was created."
            : !before.Rows.Keys.Except(after.Rows.Keys).ToHashSet().SetEquals(deleted.Except(created)) ? "What is gone is not what was deleted."
            : changed.Any(id => !touched.Contains(id)) ? "A resource has changed that no operation names."
            : changed.Any(id => after.Rows[id].Version <= before.Rows[id].Version) ? "A resource has changed, and its version has not moved."
            : members.Any(x => !touched.Contains(x.Group) && !deleted.Contains(x.Group)) ? "Members of a group have changed that no operation names."
            : done.Select(x => VersionFault(x, done, deleted, after)).OfType<string>().FirstOrDefault();
    }

    private static List<JsonObject> Results(RawAnswer answer) => [.. ((JsonArray)JsonNode.Parse(answer.Body)!["Operations"]!).Select(x => (JsonObject)x!)];

    private static string? ResultFault(JsonObject result) =>
        Status(result) is var status && status < 300
            ? result["response"] is null && result["location"] is not null ? null : $"A success needs a location and no response: {result.ToJsonString()}"
        : status >= 500 ? $"An operation broke: {result.ToJsonString()}"
        : result["response"]?["status"]?.GetValue<string>() != result["status"]!.GetValue<string>() ? $"The status is not its response's: {result.ToJsonString()}"
        : result["response"]!["detail"]?.GetValue<string>() is not { Length: > 10 } ? $"The error does not say what to do: {result.ToJsonString()}"
        : null;

    /// <summary>The last operation on a resource tells the version that is stored, unless a group of a deleted one moved on.</summary>
    private static string? VersionFault(JsonObject result, List<JsonObject> done, HashSet<Guid> deleted, StoredState after)
    {
        var id = Id(result);
        if (deleted.Contains(id) || done.Last(x => Id(x) == id) != result || result["version"] is not { } version) return null;
        var told = long.Parse(version.GetValue<string>().Trim('W', '/', '"'), CultureInfo.InvariantCulture);
        return after.Rows[id].Version >= told ? null : $"{id} is at version {after.Rows[id].Version}: {result.ToJsonString()}";
    }

    private static HashSet<Guid> Ids(IEnumerable<JsonObject> results, params string[] methods) =>
        [.. results.Where(x => methods.Contains(x["method"]!.GetValue<string>())).Select(Id)];

    private static Guid Id(JsonObject result) => Guid.Parse(result["location"]!.GetValue<string>().Split('/')[^1]);

    private static int Status(JsonObject result) => int.Parse(result["status"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
