using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;
using Scim.Storage.Writing;

namespace Scim.Tests.Storage;

/// <summary>Random resources of three types, groups in groups and in circles, stored and read back as clients see them.</summary>
internal sealed class RandomResources : IAsyncDisposable
{
    private readonly Dictionary<string, IReadOnlyList<RandomResource>> _byType = [];

    private RandomResources(TestStore store) => Store = store;

    public TestStore Store { get; }

    public IReadOnlyList<RandomResource> this[string type] => _byType[type];

    public static async Task<RandomResources> CreateAsync(ulong seed)
    {
        var random = new RandomResources(await TestStore.CreateAsync(EverySchema.Catalogue));
        var users = await random.StoreAsync("User", 220, seed);
        var devices = await random.StoreAsync("Device", 100, seed + 1);
        var groups = await random.StoreAsync("Group", 40, seed + 2);
        await random.JoinAsync(groups, [.. users, .. devices, .. groups, Guid.Empty], new Random((int)(seed % int.MaxValue)));

        foreach (var (type, ids) in new[] { ("User", users), ("Device", devices), ("Group", groups) }) await random.ReadAsync(type, ids);
        return random;
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private async Task<List<Guid>> StoreAsync(string type, int count, ulong seed)
    {
        var ids = new List<Guid>();
        var bodies = ResourceGen.Of(Store.Type(type)).Sample(count, new Rnd(seed), 50).ToList();
        foreach (var (i, body) in bodies.Index())
        {
            if (type == "User") body["userName"] = $"{body["userName"]}{i}";
            if (type == "Group") body["displayName"] = $"{i % 7}{body["displayName"]}";
            if (await Store.TryCreateAsync(type, body.ToJsonString()) is Stored stored) ids.Add(stored.Resource.Id);
        }

        Assert.That(ids, Has.Count.GreaterThan(count / 4));
        return ids;
    }

    private async Task JoinAsync(List<Guid> groups, List<Guid> all, Random random)
    {
        foreach (var group in groups.Where(_ => random.Next(4) > 0))
            await Store.AddMembersAsync(group, Enumerable.Range(0, random.Next(1, 9)).Select(_ => (object)all[random.Next(all.Count)]));

        // A circle, and a group in itself.
        await Store.AddMembersAsync(groups[0], groups[1], groups[3]);
        await Store.AddMembersAsync(groups[1], groups[2], all[0]);
        await Store.AddMembersAsync(groups[2], groups[0], all[1]);
        await Store.AddMembersAsync(groups[3], groups[3], all[0]);
    }

    private async Task ReadAsync(string type, IEnumerable<Guid> ids)
    {
        var read = new List<RandomResource>();
        foreach (var id in ids)
        {
            var json = TestStore.Json((await Store.FindAsync(type, id))!);
            read.Add(new RandomResource(id, json, SearchDocument.Of(Store.Type(type), json)));
        }

        _byType[type] = read;
    }
}

/// <param name="Id">Its id.</param>
/// <param name="Json">What clients see.</param>
/// <param name="Search">What filters see of that.</param>
internal sealed record RandomResource(Guid Id, JsonObject Json, JsonObject Search);
