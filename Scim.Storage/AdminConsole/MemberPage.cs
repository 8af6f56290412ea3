using Dapper;

namespace Scim.Storage.AdminConsole;

/// <summary>Some of the members of a group, by id: also of one with a hundred thousand.</summary>
/// <param name="Total">All of its direct members.</param>
/// <param name="Members">Those of this page.</param>
/// <param name="Next">What the next page comes after; null where there is none.</param>
public sealed record MemberPage(long Total, IReadOnlyList<GroupMember> Members, Guid? Next)
{
    /// <param name="database">The database.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="groupId">The group; of one that is not there, the page is empty.</param>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<MemberPage> ReadAsync(ScimDatabase database, string tenant, Guid groupId, Guid? after, int most, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT count(*)
            FROM scim.membership
            WHERE tenant_id = @tenant AND group_id = @groupId;

            SELECT m.member_id AS id, m.member_type AS type, r.display
            FROM scim.membership m
            JOIN scim.resource r ON r.tenant_id = m.tenant_id AND r.id = m.member_id
            WHERE m.tenant_id = @tenant AND m.group_id = @groupId AND m.member_id > @after
            ORDER BY m.member_id
            LIMIT @most + 1
            """;
        await using var connection = await database.ByKey.OpenConnectionAsync(cancellationToken);
        var parameters = new { tenant, groupId, after = after ?? Guid.Empty, most };
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        var total = await results.ReadSingleAsync<long>();
        var members = (await results.ReadAsync<GroupMember>()).AsList();
        return members.Count <= most ? new MemberPage(total, members, null) : new MemberPage(total, members[..most], members[most - 1].Id);
    }
}

/// <summary>A member of a group.</summary>
public sealed record GroupMember
{
    public required Guid Id { get; init; }

    /// <summary>The name of its resource type.</summary>
    public required string Type { get; init; }

    /// <summary>As people know it.</summary>
    public string? Display { get; init; }
}
