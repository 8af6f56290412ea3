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

    private readonly Dictionary<long, string> _cursors = [];
    private int _titles;
    private int _deleted;

    public IEnumerable<(string Name, Func<int, Task> Call)> OfResources()
    {
        var page = users * 9L / 10;
        return
        [
            ("GET a user by id", i => target.GetAsync($"Users/{SeedPlan.UserId(Any(i))}")),
            ("filter: userName eq", i => ListAsync($"userName eq \"{Person.UserName(Any(i))}\"")),
            ("filter: externalId eq", i => ListAsync($"externalId eq \"{Any(i):x8}-0000-4000-8000-000000000000\"")),
            ("filter: emails.value eq", i => ListAsync($"emails[type eq \"work\"].value eq \"{Person.UserName(Any(i))}\"")),
            ("filter: employeeNumber eq", i => ListAsync($"{Enterprise}:employeeNumber eq \"{Any(i)}\"")),
            ("filter: userName sw", i => ListAsync($"userName sw \"user{Any(i) / 10:d6}\"")),
            ("filter: displayName co and department eq", i => ListAsync($"displayName co \"Bauer\" and {Enterprise}:department eq \"Department {i % 500}\"", 10)),
            ("first page of 100 by cursor, with the number of users", _ => target.GetAsync($"Users?cursor&count={Page}")),
            (SecondPage, _ => target.GetAsync($"Users?count={Page}&cursor={Uri.EscapeDataString(Cursor(Page))}")),
            (LastPage, i => target.GetAsync($"Users?count={Page}&cursor={Uri.EscapeDataString(Cursor(page))}")),
            ("POST a user", i => target.CreateAsync("Users", Person.Body(i, "made-"))),
            ("PATCH a user", i => target.PatchAsync($"Users/{SeedPlan.UserId(Any(i))}", "replace", "title", $"Title {i}")),
            ("PUT a user", i => PutAsync(Any(i))),
            ("DELETE a user", _ => DeleteAsync()),
        ];
    }

    public const string SecondPage = "second page of 100 by cursor";

    public const string LastPage = "page of 100 by cursor at nine tenths";

    public IEnumerable<(string Name, Func<int, Task> Call)> OfGroups(int members)
    {
        var group = $"Groups/{SeedPlan.GroupOf(members)}";
        return
        [
            ("add a member", i => target.PatchAsync(group, "add", "members", Member(i))),
            ("remove a member", i => target.PatchAsync(group, "remove", "members", Member(i))),
            ("read it without members", _ => target.GetAsync($"{group}?excludedAttributes=members")),
            ("whether one is a member", i => target.GetAsync($"Groups?excludedAttributes=members&filter={Uri.EscapeDataString($"id eq \"{SeedPlan.GroupOf(members)}\" and members eq \"{SeedPlan.UserId(i % members)}\"")}")),
            ("rename it", i => target.PatchAsync(group, "replace", "externalId", $"external {members} {i}")),
        ];
    }

    private int Any(int call) => (int)(call * 7_919L % users);

    // From the middle on, where no measured group has its members.
    private JsonArray Member(int call) => new(new JsonObject { ["value"] = SeedPlan.UserId((users / 2) + call) });

    /// <summary>The cursor of the page that begins about there. It holds for the same request only, so all pages before are read.</summary>
    private string Cursor(long start)
    {
        if (_cursors.TryGetValue(start, out var known)) return known;
        for (var (cursor, at) = ("", 0L); ; at += Page)
        {
            using var page = JsonDocument.Parse(target.GetAsync($"Users?count={Page}&cursor={Uri.EscapeDataString(cursor)}").GetAwaiter().GetResult());
            cursor = page.RootElement.GetProperty("nextCursor").GetString()!;
            if (at + Page >= start) return _cursors[start] = cursor;
        }
    }

    private Task<byte[]> ListAsync(string filter, int count = 100) => target.GetAsync($"Users?count={count}&filter={Uri.EscapeDataString(filter)}");

    private async Task PutAsync(int user)
    {
        var body = Person.Body(user);
        body["title"] = $"Title of PUT {++_titles}";
        (await target.SendAsync(HttpMethod.Put, $"Users/{SeedPlan.UserId(user)}", body.ToJsonString())).Must(HttpStatusCode.OK);
    }

    // From the end, where no page that is measured begins; each only once.
    private Task DeleteAsync() => target.DeleteAsync($"Users/{SeedPlan.UserId(users - ++_deleted)}");
}
