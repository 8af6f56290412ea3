using Dapper;
using Npgsql;

namespace Scim.Storage.Writing;

/// <summary>
/// Tells PostgreSQL early what the tables are like. On a new database the plans of <see cref="ScimDatabase.ByKey"/> are made for empty tables, where
/// every index is as good as another, and they stay until the next autovacuum, which is a minute away, or switched off.
/// </summary>
internal sealed class EarlyStatistics(ScimDatabase database)
{
    // New resources of this process after which it looks.
    private static readonly int[] Milestones = [100, 1_000, 10_000];

    // Rows from which on autovacuum knows the tables well enough.
    private const int Enough = 10_000;

    private int _created;

    /// <summary>To be called after each commit that created resources; three of them wait for it. Whatever goes wrong here is no fault of theirs.</summary>
    public async Task CreatedAsync(int count)
    {
        var now = Interlocked.Add(ref _created, count);
        if (count == 0 || !Milestones.Any(x => x <= now && x > now - count)) return;

        try
        {
            await using var connection = await database.Searches.OpenConnectionAsync();
            if (await connection.ExecuteScalarAsync<float>("SELECT reltuples FROM pg_class WHERE oid = 'scim.resource'::regclass") < Enough)
                await connection.ExecuteAsync("ANALYZE scim.resource, scim.membership");
        }
        catch (NpgsqlException)
        {
            // Then it is for autovacuum.
        }
    }
}
