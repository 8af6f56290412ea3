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
        Assert.That(await PreparedAsync(database.ByKey), Is.EqualTo(statements));
        Assert.That(await PreparedAsync(database.Searches), Is.EqualTo(searches));
    }

    [Test]
    public async Task Plans_once_and_without_scans_what_goes_by_key_alone_and_keeps_that_in_the_pool()
    {
        await using var database = new ScimDatabase($"{_store.ConnectionString};Maximum Pool Size=1;No Reset On Close=false");

        for (var i = 0; i < 2; i++)
        {
            Assert.That(await SettingsAsync(database.ByKey), Is.EqualTo("force_generic_plan off off"));
            Assert.That(await SettingsAsync(database.Statements), Is.EqualTo("auto on off"));
            Assert.That(await SettingsAsync(database.Searches), Is.EqualTo("auto on off"));
        }
    }

    [TestCase("Host=a,b", "primary")]
    [TestCase("Host=a,b;Target Session Attributes=any", "any")]
    [TestCase("Host=a", null)]
    public async Task Takes_the_primary_of_several_hosts_unless_the_operator_says_otherwise(string given, string? attributes)
    {
        await using var database = new ScimDatabase(given);

        Assert.That(new NpgsqlConnectionStringBuilder(database.ConnectionString).TargetSessionAttributes, Is.EqualTo(attributes));
    }

    private static async Task<string?> SettingsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT concat_ws(' ', current_setting('plan_cache_mode'), current_setting('enable_seqscan'), current_setting('jit'))");
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task<long> PreparedAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        for (var i = 0; i < 10; i++) await connection.ExecuteScalarAsync<int>("SELECT version FROM scim.resource WHERE id = @id", new { id = Guid.Empty });
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM scim.resource%'");
    }
}
