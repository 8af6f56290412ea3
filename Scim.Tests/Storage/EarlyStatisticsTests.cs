namespace Scim.Tests.Storage;

public class EarlyStatisticsTests
{
    [Test]
    public async Task A_new_database_reads_few_rows_also_by_plans_that_were_made_when_it_was_empty()
    {
        const string sql = """
            SELECT (SELECT sum(t.seq_tup_read) FROM pg_stat_user_tables t WHERE t.schemaname = 'scim' AND t.relname IN ('resource', 'membership'))::bigint
                 + (SELECT sum(i.idx_tup_read) FROM pg_stat_user_indexes i WHERE i.schemaname = 'scim' AND i.relname IN ('resource', 'membership'))::bigint
            """;
        await using var store = await TestStore.CreateAsync();
        await using (var client = store.Again("Application Name=client;Maximum Pool Size=1"))
        {
            var group = await client.CreateGroupAsync("group");
            await DoAllAsync(client, group, await client.CreateUserAsync("first"), "first");
            for (var i = 0; i < 1_500; i++) await client.CreateUserAsync($"user {i}");
            var user = await client.CreateUserAsync("last");

            var before = await ToldAsync(client, sql);
            for (var i = 0; i < 10; i++) await DoAllAsync(client, group, user, "last");
            Assert.That(await ToldAsync(client, sql) - before, Is.GreaterThan(50).And.LessThan(2_000));
        }
    }

    private static async Task DoAllAsync(TestStore client, Guid group, Guid user, string name)
    {
        Assert.That((await client.ListAsync("User", $"userName eq \"{name}\"")).Resources.Single().Id, Is.EqualTo(user));
        TestStore.Stored(await client.AddMembersAsync(group, user));
        TestStore.Stored(await client.RemoveMembersAsync(group, user));
        TestStore.Stored(await client.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}"""));
    }

    // What the client did is told by its own session, of which there is one for each source.
    private static async Task<long> ToldAsync(TestStore client, string sql)
    {
        foreach (var source in new[] { client.Database.ByKey, client.Database.Searches })
        {
            await using var flush = source.CreateCommand("SELECT pg_stat_force_next_flush()");
            await flush.ExecuteNonQueryAsync();
        }

        await Task.Delay(100);
        return await client.ScalarAsync<long>(sql);
    }
}
