using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Scim.Bench.Load;
using Scim.Bench.Seeding;

namespace Scim.Bench.Soaking;

/// <summary>What clients do all day: look up, read, change, join and leave groups, come and go. The tenant stays as large as it is.</summary>
internal sealed class Mix(Target target, int users, int groups)
{
    private readonly ConcurrentQueue<string> _made = new();

    public Task CallAsync(int number) => (number % 10) switch
    {
        0 or 1 or 2 => target.GetAsync($"Users?filter=userName%20eq%20%22{Person.UserName(Any(number))}%22"),
        3 or 4 => target.GetAsync($"Users/{SeedPlan.UserId(Any(number))}"),
        5 => target.PatchAsync($"Users/{SeedPlan.UserId(Any(number))}", "replace", "title", $"Title {number}"),
        6 => target.PatchAsync(Group(number), "add", "members", Member(number)),
        7 => target.PatchAsync(Group(number - 1), "remove", "members", Member(number - 1)),
        8 => CreateAsync(number),
        _ => _made.TryDequeue(out var oldest) ? target.DeleteAsync(oldest) : Task.CompletedTask,
    };

    private int Any(int number) => (int)(number * 7_919L % users);

    private string Group(int number) => $"Groups/{SeedPlan.GroupId(number / 10 % groups)}";

    private JsonArray Member(int number) => new(new JsonObject { ["value"] = SeedPlan.UserId(Any(number)) });

    private async Task CreateAsync(int number) => _made.Enqueue($"Users/{await target.CreateAsync("Users", Person.Body(number, "soak-"))}");
}
