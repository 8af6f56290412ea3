using Dapper;
using Npgsql;
using Scim.Tests.Databases;

namespace Scim.Tests.Operations;

/// <summary>What a database that is divided by tenants would ask of the tables, read from PostgreSQL's catalogue.</summary>
public class TenantKeyTests
{
    // Small, and read before the tenant is known: the tenants themselves, what says who a caller is, and one key for all.
    private static readonly HashSet<string> Shared = ["tenant", "token", "client", "client_credential", "used_assertion", "cursor_key"];

    private TestDatabase _database = null!;

    [OneTimeSetUp]
    public async Task Create() => _database = await TestDatabase.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _database.DisposeAsync();

    [Test]
    public async Task Every_key_begins_with_the_tenant_but_for_those_of_what_is_shared()
    {
        const string sql = """
            SELECT t.relname AS "Table", i.relname AS "Name", string_agg(a.attname, ', ' ORDER BY k.n) AS "Columns"
            FROM pg_index x
            JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_class t ON t.oid = x.indrelid
            CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY k(attnum, n)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
            WHERE x.indisunique AND t.relnamespace = 'scim'::regnamespace
            GROUP BY t.relname, i.relname
            """;
        var keys = await QueryAsync<Key>(sql);
        var other = keys.Where(x => !Shared.Contains(x.Table) && !x.Columns.StartsWith("tenant_id", StringComparison.Ordinal));

        Assert.That(keys.Select(x => x.Table), Is.SupersetOf(Shared).And.Contains("resource"));
        // To be divided, a key must hold the tenant; this one does, but is looked up by what comes first.
        Assert.That(other.Select(x => $"{x.Name}: {x.Columns}"), Is.EqualTo((string[])["grafana_link_object: kind, grafana_id, tenant_id"]));
    }

    [Test]
    public async Task Every_reference_stays_within_its_tenant_or_leads_to_what_is_shared()
    {
        const string sql = """
            SELECT c.conrelid::regclass::text AS "Table", c.confrelid::regclass::text AS "Target",
                   (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(attnum, n)
                    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) AS "Columns"
            FROM pg_constraint c
            WHERE c.contype = 'f' AND c.connamespace = 'scim'::regnamespace
            """;
        var references = await QueryAsync<Reference>(sql);
        var shared = references.Where(x => Shared.Contains(x.Target.Split('.')[^1])).ToList();

        Assert.That(shared, Is.Not.Empty);
        Assert.That(references.Except(shared), Is.Not.Empty.And.All.Matches<Reference>(x => x.Columns.StartsWith("tenant_id", StringComparison.Ordinal) && !Shared.Contains(x.Table.Split('.')[^1])));
    }

    [Test]
    public async Task Every_table_that_is_not_shared_has_the_tenant_in_each_row()
    {
        const string sql = """
            SELECT t.relname FROM pg_class t
            WHERE t.relnamespace = 'scim'::regnamespace AND t.relkind IN ('r', 'p')
              AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'tenant_id' AND a.attnotnull)
            """;
        Assert.That(await QueryAsync<string>(sql), Is.SubsetOf(Shared));
    }

    [Test]
    public async Task Nothing_is_counted_by_a_sequence() =>
        Assert.That(await QueryAsync<string>("SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'scim'::regnamespace"), Is.Empty);

    [Test]
    public void The_guide_names_what_is_shared()
    {
        var guide = Documents.Section("docs/operations.md", "Past one PostgreSQL");
        Assert.That(Shared.Where(x => !guide.Contains($"`{x}`", StringComparison.Ordinal)), Is.Empty);
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        return (await connection.QueryAsync<T>(sql)).AsList();
    }

    private sealed record Key(string Table, string Name, string Columns);

    private sealed record Reference(string Table, string Target, string Columns);
}
