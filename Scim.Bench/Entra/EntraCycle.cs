using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Bench.Load;
using Scim.Bench.Seeding;

namespace Scim.Bench.Entra;

/// <summary>
/// What Entra does with a new application: it looks each user up and creates who is not there, then each group, then adds members one by
/// one; later it changes, disables and deletes some.
/// </summary>
internal sealed class EntraCycle(Target target, int users, int groups, int membersOfEach, int atOnce, string prefix)
{
    private readonly string[] _users = new string[users];
    private readonly string[] _groups = new string[groups];

    /// <returns>The steps with what they took.</returns>
    public async Task<IReadOnlyList<(string Step, LoadResult Result)>> RunAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var steps = new List<(string, LoadResult)>();
        await StepAsync("tests the connection", 1, _ => GetAsync($"Users?filter=userName%20eq%20%22{Guid.NewGuid()}%22"));
        await StepAsync("looks a user up and creates it", users, async i =>
        {
            if (await TotalAsync($"Users?filter=userName%20eq%20%22{Uri.EscapeDataString(Person.UserName(i, prefix))}%22") > 0) throw new InvalidOperationException("The users are there already; choose another --prefix.");
            _users[i] = await CreateAsync("Users", Person.Body(i, prefix));
        });
        await StepAsync("looks a group up and creates it", groups, async i =>
        {
            await TotalAsync($"Groups?excludedAttributes=members&filter=displayName%20eq%20%22{prefix}Group%20{i}%22");
            _groups[i] = await CreateAsync("Groups", new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"), ["displayName"] = $"{prefix}Group {i}", ["externalId"] = $"{prefix}{i}" });
        });
        await StepAsync("adds a member", groups * membersOfEach, i => PatchAsync(
            $"Groups/{_groups[i % groups]}", new JsonObject { ["op"] = "Add", ["path"] = "members", ["value"] = new JsonArray(new JsonObject { ["value"] = _users[(i / groups + (i % groups * membersOfEach)) % users] }) }));
        await StepAsync("reads a group without its members", groups, i => GetAsync($"Groups/{_groups[i]}?excludedAttributes=members"));
        await StepAsync("changes a user", users / 10, i => PatchAsync($"Users/{_users[i]}", new JsonObject { ["op"] = "Replace", ["path"] = "title", ["value"] = "Lead" }));
        await StepAsync("removes a member", groups * membersOfEach / 10, i => PatchAsync(
            $"Groups/{_groups[i % groups]}", new JsonObject { ["op"] = "Remove", ["path"] = "members", ["value"] = new JsonArray(new JsonObject { ["value"] = _users[(i / groups + (i % groups * membersOfEach)) % users] }) }));
        await StepAsync("disables a user", users / 20, i => PatchAsync($"Users/{_users[i]}", new JsonObject { ["op"] = "Replace", ["path"] = "active", ["value"] = "False" }));
        await StepAsync("deletes a user", users / 20, async i => (await target.SendAsync(HttpMethod.Delete, $"Users/{_users[i]}")).Must(HttpStatusCode.NoContent));
        Elapsed = Stopwatch.GetElapsedTime(began);
        return steps;

        async Task StepAsync(string step, int count, Func<int, Task> call)
        {
            if (count > 0) steps.Add((step, await ClosedLoop.RunAsync(atOnce, count, call)));
        }
    }

    /// <summary>The whole of the last run.</summary>
    public TimeSpan Elapsed { get; private set; }

    private async Task<byte[]> GetAsync(string path) => (await target.GetAsync(path)).Must(HttpStatusCode.OK).Body;

    private async Task<int> TotalAsync(string path)
    {
        using var list = JsonDocument.Parse(await GetAsync(path));
        return list.RootElement.GetProperty("totalResults").GetInt32();
    }

    private async Task<string> CreateAsync(string path, JsonObject body)
    {
        using var created = JsonDocument.Parse((await target.SendAsync(HttpMethod.Post, path, body.ToJsonString())).Must(HttpStatusCode.Created).Body);
        return created.RootElement.GetProperty("id").GetString()!;
    }

    private async Task PatchAsync(string path, JsonObject operation)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = new JsonArray(operation) };
        (await target.SendAsync(HttpMethod.Patch, path, body.ToJsonString())).Must(HttpStatusCode.OK, HttpStatusCode.NoContent);
    }
}
