using Npgsql;

namespace Scim.Tests.Databases;

public class TestDatabaseTests
{
    [Test]
    public async Task Keeps_what_one_fixture_writes_from_another()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();

        await AskAsync(one, "CREATE TABLE mine AS SELECT 1 AS n");

        Assert.That(await AskAsync(one, "SELECT to_regclass('mine') IS NOT NULL"), Is.True);
        Assert.That(await AskAsync(other, "SELECT to_regclass('mine') IS NOT NULL"), Is.False);
    }

    [Test]
    public async Task Is_gone_when_disposed_even_while_somebody_is_connected()
    {
        var database = await TestDatabase.CreateAsync();
        await using var left = new NpgsqlConnection(database.ConnectionString);
        await left.OpenAsync();

        await database.DisposeAsync();

        await using var other = await TestDatabase.CreateAsync();
        Assert.That(await AskAsync(other, $"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'"), Is.Zero);
    }

    [Test]
    public async Task Can_be_made_many_at_once()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TestDatabase.CreateAsync()));

        Assert.That(databases.Select(database => database.Name), Is.Unique);
        foreach (var database in databases)
            await database.DisposeAsync();
    }

    [Test]
    public async Task Finds_letters_beyond_ascii_in_trigrams()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AskAsync(database, "CREATE EXTENSION IF NOT EXISTS pg_trgm");

        Assert.That(await AskAsync(database, "SELECT cardinality(show_trgm('éüß'))"), Is.EqualTo(4));
    }

    private static async Task<object?> AskAsync(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
