using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Bench.Load;
using Scim.Bench.Seeding;

namespace Scim.Bench.Scaling;

/// <summary>The operations whose cost is measured. The number of a call says which resource it takes.</summary>
internal sealed class Operations(Target target, int users)
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private const int Page = 100;

    // Users that were made here come after all others, so that a tenant of any size has them.
    private int _made;

    public IEnumerable<(string Name, Func<int, Task> Call)> OfResources()
    {
        var page = users * 9L / 10;
        return
        [
            ("GET a user by id", i => GetAsync($"Users/{SeedPlan.UserId(Any(i))}")),
            ("filter: userName eq", i => ListAsync($"userName eq \"{Person.UserName(Any(i))}\"")),
            ("filter: externalId eq", i => ListAsync($"externalId eq \"{Any(i):x8}-0000-4000-8000-000000000000\"")),
            ("filter: emails.value eq", i => ListAsync($"emails[type eq \"work\"].value eq \"{Person.UserName(Any(i))}\"")),
            ("filter: employeeNumber eq", i => ListAsync($"{Enterprise}:employeeNumber eq \"{Any(i)}\"")),
            ("filter: userName sw", i => ListAsync($"userName sw \"user{Any(i) / 10:d6}\"")),
            ("filter: displayName co and department eq", i => ListAsync($"displayName co \"Bauer\" and {Enterprise}:department eq \"Department {i % 500}\"", 10)),
            ("first page of 100 by cursor", _ => GetAsync($"Users?cursor&count={Page}")),
            (LastPage, i => GetAsync($"Users?count={Page}&cursor={Uri.EscapeDataString(Cursor(page))}")),
            ("POST a user", i => PostAsync(i)),
            ("PATCH a user", i => PatchAsync($"Users/{SeedPlan.UserId(Any(i))}", "replace", "title", $"Title {i}")),
            ("PUT a user", i => PutAsync(Any(i))),
            ("DELETE a user", DeleteAsync),
        ];
    }

    public const string LastPage = "page of 100 by cursor at nine tenths";

    public IEnumerable<(string Name, Func<int, Task> Call)> OfGroups(int members)
    {
        var group = $"Groups/{SeedPlan.GroupOf(members)}";
        return
        [
            ("add a member", i => PatchAsync(group, "add", "members", Member(i))),
            ("remove a member", i => PatchAsync(group, "remove", "members", Member(i))),
            ("read it without members", _ => GetAsync($"{group}?excludedAttributes=members")),
            ("whether one is a member", i => GetAsync($"Groups?excludedAttributes=members&filter={Uri.EscapeDataString($"id eq \"{SeedPlan.GroupOf(members)}\" and members eq \"{SeedPlan.UserId(i % members)}\"")}")),
            ("rename it", i => PatchAsync(group, "replace", "externalId", $"external {members} {i}")),
        ];
    }

    private int Any(int call) => (int)(call * 7_919L % users);

    // From the middle on, where no measured group has its members.
    private JsonArray Member(int call) => new(new JsonObject { ["value"] = SeedPlan.UserId((users / 2) + call) });

    private readonly Dictionary<long, string> _cursors = [];

    /// <summary>The cursor of the page that begins about there. It holds for the same request only, so all pages before are read.</summary>
    private string Cursor(long start)
    {
        if (_cursors.TryGetValue(start, out var known)) return known;
        for (var (cursor, at) = ("", 0L); ; at += Page)
        {
            using var page = JsonDocument.Parse(target.GetAsync($"Users?count={Page}&cursor={Uri.EscapeDataString(cursor)}").GetAwaiter().GetResult().Must(HttpStatusCode.OK).Body);
            cursor = page.RootElement.GetProperty("nextCursor").GetString()!;
            if (at + Page >= start) return _cursors[start] = cursor;
        }
    }

    private async Task GetAsync(string path) => (await target.GetAsync(path)).Must(HttpStatusCode.OK);

    private Task ListAsync(string filter, int count = 100) => GetAsync($"Users?count={count}&filter={Uri.EscapeDataString(filter)}");

    private async Task<string> PostAsync(int call)
    {
        var body = Person.Body(Interlocked.Increment(ref _made), $"made{call}-");
        using var user = JsonDocument.Parse((await target.SendAsync(HttpMethod.Post, "Users", body.ToJsonString())).Must(HttpStatusCode.Created).Body);
        return user.RootElement.GetProperty("id").GetString()!;
    }

    private async Task PutAsync(int user)
    {
        var body = Person.Body(user);
        body["title"] = $"Title {Interlocked.Increment(ref _made)}";
        (await target.SendAsync(HttpMethod.Put, $"Users/{SeedPlan.UserId(user)}", body.ToJsonString())).Must(HttpStatusCode.OK);
    }

    // From the end, where no page that is measured begins; each only once.
    private async Task DeleteAsync(int call) =>
        (await target.SendAsync(HttpMethod.Delete, $"Users/{SeedPlan.UserId(users - 1 - Interlocked.Increment(ref _deleted))}")).Must(HttpStatusCode.NoContent);

    private int _deleted = -1;

    private async Task PatchAsync(string path, string op, string attribute, JsonNode value)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
            ["Operations"] = new JsonArray(new JsonObject { ["op"] = op, ["path"] = attribute, ["value"] = value }),
        };
        (await target.SendAsync(HttpMethod.Patch, path, body.ToJsonString())).Must(HttpStatusCode.OK, HttpStatusCode.NoContent);
    }
}
