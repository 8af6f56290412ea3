using Dapper;
using Npgsql;
using Scim.Storage;

namespace Scim.Tests.Storage;

public class ScimDatabaseTests
{
    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Store() => _store = await TestStore.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase("", 1, 0)]
    [TestCase("Max Auto Prepare=0", 0, 0)]
    [TestCase("Max Auto Prepare=8", 1, 0)]
    public async Task Prepares_statements_unless_the_operator_says_otherwise_and_never_searches(string setting, int statements, int searches)
    {
        await using var database = new ScimDatabase($"{_store.ConnectionString};{setting}");

        Assert.That(await PreparedAsync(database.Statements), Is.EqualTo(statements));
        Assert.That(await PreparedAsync(database.Searches), Is.EqualTo(searches));
    }

    private static async Task<long> PreparedAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        for (var i = 0; i < 10; i++) await connection.ExecuteScalarAsync<int>("SELECT version FROM scim.resource WHERE id = @id", new { id = Guid.Empty });
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM scim.resource%'");
    }
}
