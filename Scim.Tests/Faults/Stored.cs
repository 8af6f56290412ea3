using Dapper;
using Npgsql;

namespace Scim.Tests.Faults;

/// <summary>What the database has, held against what the clients know.</summary>
internal static class Stored
{
    /// <summary>
    /// Every acknowledged change is there, and once: each would make a version. A change that was never acknowledged is there wholly or not at all.
    /// </summary>
    public static async Task CheckAsync(Load load, string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        var rows = (await connection.QueryAsync<Row>("""
            SELECT id, version, doc->>'title' AS title, ARRAY(SELECT member_id FROM scim.membership m WHERE m.group_id = r.id) AS members FROM scim.resource r
            """)).ToDictionary(x => x.Id);

        Assert.That(load.Client.Odd, Is.Empty);
        Assert.That(load.Users, Is.Not.Empty);
        foreach (var entry in load.Users.Concat(load.Groups))
        {
            Assert.That(rows.Keys, Does.Contain(entry.Id));
            Check(entry, rows[entry.Id]);
        }

        Assert.That(await connection.QueryAsync<string>(Unequal), Is.Empty, "resources whose log is not that of their versions");
    }

    // One row of the log for each version of a resource, and no other; what was refused, as a creation that is there already, made no version.
    private const string Unequal = """
        SELECT format('%s %s: version %s, in the log %s', r.type, coalesce(r.id, l.id), r.version, l.versions)
        FROM scim.resource r
        FULL JOIN (SELECT resource_id AS id, array_agg(version ORDER BY version) AS versions FROM scim.provisioning_log WHERE outcome = 'done' GROUP BY resource_id) l ON l.id = r.id
        WHERE l.versions IS DISTINCT FROM (SELECT array_agg(n) FROM generate_series(1, r.version) n)
        """;

    private static void Check(Entry entry, Row row)
    {
        var isDone = entry.Open is { } open && (open.Title is null ? row.Members.Contains(open.Member!.Value) != open.IsRemoval : row.Title == open.Title);
        if (isDone) entry.Acknowledge();

        Assert.That((row.Version, row.Title), Is.EqualTo((1L + entry.Acknowledged, entry.Title)), $"{entry.Id}, open: {entry.Open}");
        Assert.That(row.Members, Is.EquivalentTo(entry.Members), $"{entry.Id}, open: {entry.Open}");
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Version { get; init; }

        public string? Title { get; init; }

        public Guid[] Members { get; init; } = [];
    }
}
