using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Scim.Bench.Load;
using Scim.Bench.Seeding;

namespace Scim.Bench.Soaking;

/// <summary>What clients do all day: look up, read, change, come and go, join groups and leave them.</summary>
internal sealed class Mix(Target target, int users, int groups)
{
    public const string Description = "Of eight calls three look up a user by name, two read one, one changes one, one creates a user and deletes one that came a while ago, and one adds a member to a group and removes it";

    // Users that come before the first of them goes.
    private const int Waiting = 1_000;

    private readonly ConcurrentQueue<string> _made = new();

    public Task CallAsync(int number) => (number % 8) switch
    {
        0 or 1 or 2 => target.GetAsync($"Users?filter=userName%20eq%20%22{Person.UserName(Any(number))}%22"),
        3 or 4 => target.GetAsync($"Users/{SeedPlan.UserId(Any(number))}"),
        5 => target.PatchAsync($"Users/{SeedPlan.UserId(Any(number))}", "replace", "title", $"Title {number}"),
        6 => ComeAndGoAsync(number),
        _ => JoinAndLeaveAsync($"Groups/{SeedPlan.GroupId(number / 8 % groups)}", number),
    };

    // Each kind of call comes to every user.
    private int Any(int number) => (int)((number / 8 + (number % 8 * 1_009L)) * 7_919 % users);

    private async Task ComeAndGoAsync(int number)
    {
        _made.Enqueue($"Users/{await target.CreateAsync("Users", Person.Body(number, "soak-"))}");
        if (_made.Count > Waiting && _made.TryDequeue(out var oldest)) await target.DeleteAsync(oldest);
    }

    private async Task JoinAndLeaveAsync(string group, int number)
    {
        foreach (var op in (string[])["add", "remove"]) await target.PatchAsync(group, op, "members", new JsonArray(new JsonObject { ["value"] = SeedPlan.UserId(Any(number)) }));
    }
}
