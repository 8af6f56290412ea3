using Dapper;
using Npgsql;

namespace Scim.Tests.Operations;

/// <summary>Migrations add, so that the version before goes on with the tables.</summary>
public class MigrationRuleTests
{
    /// <summary>Each state of the tables but the first.</summary>
    public static IEnumerable<string> Later => EarlierDatabase.Scripts.Skip(1);

    [TestCaseSource(nameof(Later))]
    public async Task Every_column_of_the_state_before_is_there_and_takes_what_it_took(string state)
    {
        var before = await ColumnsAsync(EarlierDatabase.Scripts.TakeWhile(x => x != state).Last());
        var after = (await ColumnsAsync(state)).ToDictionary(x => x.Name);

        Assert.That(before.Where(x => !after.ContainsKey(x.Name)).Select(x => x.Name), Is.Empty, "columns that went");
        Assert.That(before.Where(x => after[x.Name].Type != x.Type).Select(x => x.Name), Is.Empty, "columns of another type");
        Assert.That(before.Where(x => after[x.Name].IsNeeded && !x.IsNeeded).Select(x => x.Name), Is.Empty, "columns that must be given now");
    }

    [TestCaseSource(nameof(Later))]
    public async Task No_table_of_the_state_before_has_a_new_column_that_must_be_given(string state)
    {
        var before = await ColumnsAsync(EarlierDatabase.Scripts.TakeWhile(x => x != state).Last());
        var tables = before.Select(x => x.Table).ToHashSet();
        var added = (await ColumnsAsync(state)).Where(x => tables.Contains(x.Table) && x.IsNeeded).Select(x => x.Name);

        Assert.That(added.Except(before.Select(x => x.Name)), Is.Empty);
    }

    private static async Task<IReadOnlyList<Column>> ColumnsAsync(string state)
    {
        const string sql = """
            SELECT a.attrelid::regclass::text AS "Table", a.attrelid::regclass || '.' || a.attname AS "Name", format_type(a.atttypid, a.atttypmod) AS "Type",
                   a.attnotnull AND NOT a.atthasdef AS "IsNeeded"
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'scim'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
            """;
        await using var database = await EarlierDatabase.CreateAsync(state, null);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return (await connection.QueryAsync<Column>(sql)).AsList();
    }

    private sealed record Column(string Table, string Name, string Type, bool IsNeeded);
}
