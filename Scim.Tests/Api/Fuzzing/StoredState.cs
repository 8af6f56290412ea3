using System.Data;
using Npgsql;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Everything stored: resources with all their columns, memberships, and how many rows the log has.</summary>
internal sealed record StoredState(IReadOnlyDictionary<Guid, StoredRow> Rows, IReadOnlySet<(Guid Group, Guid Member)> Members, long Changes)
{
    public IReadOnlyList<Guid> Of(string type) => [.. Rows.Where(x => x.Value.Type == type).Select(x => x.Key)];

    public static async Task<StoredState> ReadAsync(NpgsqlConnection connection)
    {
        // Rows as JSON, so that no column is forgotten.
        const string sql = """
            SELECT r.id, r.type, r.version, (to_jsonb(r) - 'version' - 'last_modified')::text, to_jsonb(r)::text
            FROM scim.resource r
            ORDER BY r.id;

            SELECT m.group_id, m.member_id
            FROM scim.membership m;

            SELECT count(*)
            FROM scim.provisioning_log
            WHERE outcome = 'done' AND operation <> 'leave'
            """;
        var rows = new Dictionary<Guid, StoredRow>();
        var members = new HashSet<(Guid, Guid)>();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetGuid(0), new StoredRow(reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4)));
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) members.Add((reader.GetGuid(0), reader.GetGuid(1)));
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return new StoredState(rows, members, reader.GetInt64(0));
    }
}

/// <param name="Type">User or Group.</param>
/// <param name="Version">Its version.</param>
/// <param name="Content">The other columns, without the times.</param>
/// <param name="Whole">All columns.</param>
internal sealed record StoredRow(string Type, long Version, string Content, string Whole);
