namespace Scim.Tests.Storage;

public class EarlyStatisticsTests
{
    private TestStore _store = null!;

    [SetUp]
    public async Task Store() => _store = await TestStore.CreateAsync();

    [TearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [Test]
    public async Task A_new_database_reads_few_rows_also_by_plans_that_were_made_when_it_was_empty()
    {
        await using var client = _store.Again("Maximum Pool Size=1");
        var group = await client.CreateGroupAsync("group");
        await DoAllAsync(client, group, await client.CreateUserAsync("first"), "first");
        for (var i = 0; i < 1_500; i++) await client.CreateUserAsync($"user {i}");
        var user = await client.CreateUserAsync("last");

        var before = await ReadAsync(client);
        for (var i = 0; i < 10; i++) await DoAllAsync(client, group, user, "last");
        Assert.That(await ReadAsync(client) - before, Is.GreaterThan(50).And.LessThan(2_000));
    }

    private static async Task DoAllAsync(TestStore client, Guid group, Guid user, string name)
    {
        Assert.That((await client.ListAsync("User", $"userName eq \"{name}\"")).Resources.Single().Id, Is.EqualTo(user));
        TestStore.Stored(await client.AddMembersAsync(group, user));
        TestStore.Stored(await client.RemoveMembersAsync(group, user));
        TestStore.Stored(await client.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}"""));
    }

    // The client has one session for all of this, which tells what it did at the end of its next transaction.
    private async Task<long> ReadAsync(TestStore client)
    {
        await using var flush = client.Database.ByKey.CreateCommand("SELECT pg_stat_force_next_flush()");
        await flush.ExecuteNonQueryAsync();
        return await _store.RowsReadAsync(null, "resource", "membership");
    }
}
