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

    private readonly List<(string Step, LoadResult Result)> _steps = [];

    /// <summary>The steps that were done, with what they took.</summary>
    public IReadOnlyList<(string Step, LoadResult Result)> Steps => _steps;

    /// <summary>All steps.</summary>
    /// <exception cref="InvalidOperationException">The server answered something that Entra would not go on after.</exception>
    public async Task RunAsync()
    {
        await StepAsync("tests the connection", 1, _ => target.GetAsync($"Users?filter=userName%20eq%20%22{Guid.NewGuid()}%22"));
        await StepAsync("looks a user up and creates it", users, async i =>
        {
            if (await TotalAsync($"Users?filter=userName%20eq%20%22{Uri.EscapeDataString(Person.UserName(i, prefix))}%22") > 0) throw new InvalidOperationException("The users are there already; choose another --prefix.");
            _users[i] = await target.CreateAsync("Users", Person.Body(i, prefix));
        });
        await StepAsync("looks a group up and creates it", groups, async i =>
        {
            await TotalAsync($"Groups?excludedAttributes=members&filter=displayName%20eq%20%22{prefix}Group%20{i}%22");
            _groups[i] = await target.CreateAsync("Groups", new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"), ["displayName"] = $"{prefix}Group {i}", ["externalId"] = $"{prefix}{i}" });
        });
        await StepAsync("adds a member", groups * membersOfEach, i => target.PatchAsync($"Groups/{_groups[i % groups]}", "Add", "members", Member(i)));
        await StepAsync("reads a group without its members", groups, i => target.GetAsync($"Groups/{_groups[i]}?excludedAttributes=members"));
        await StepAsync("changes a user", users / 10, i => target.PatchAsync($"Users/{_users[i]}", "Replace", "title", "Lead"));
        await StepAsync("removes a member", groups * membersOfEach / 10, i => target.PatchAsync($"Groups/{_groups[i % groups]}", "Remove", "members", Member(i)));
        await StepAsync("disables a user", users / 20, i => target.PatchAsync($"Users/{_users[i]}", "Replace", "active", "False"));
        await StepAsync("deletes a user", users / 20, i => target.DeleteAsync($"Users/{_users[i]}"));

        async Task StepAsync(string step, int count, Func<int, Task> call)
        {
            if (count > 0) _steps.Add((step, await ClosedLoop.RunAsync(atOnce, count, call)));
        }
    }

    // The groups in turn, each with users of its own as far as there are enough.
    private JsonArray Member(int number) => new(new JsonObject { ["value"] = _users[((number / groups) + (number % groups * membersOfEach)) % users] });

    private async Task<int> TotalAsync(string path)
    {
        using var list = JsonDocument.Parse(await target.GetAsync(path));
        return list.RootElement.GetProperty("totalResults").GetInt32();
    }
}
