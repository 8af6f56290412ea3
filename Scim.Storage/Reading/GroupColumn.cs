using System.Data.Common;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Storage.Reading;

/// <summary>
/// The groups of <c>scim.resource r</c> as an array of text. Each element is the id, one letter that tells how far up the group is, the name of its
/// type, and behind a line break what it is called: PostgreSQL would spend more on writing JSON than on finding the groups.
/// </summary>
internal static class GroupColumn
{
    private const int IdLength = 36;

    // OFFSET 0 keeps PostgreSQL from reading all memberships, or all resources, for each user of a page, where both tables are small and that looks cheap.
    private const string Group = """
        (SELECT g.type || E'\n' || g.display AS text
         FROM scim.resource g
         WHERE g.tenant_id = r.tenant_id AND g.id = up.id
         OFFSET 0) g
        """;

    /// <summary>All groups. UNION drops what was seen before, so a circle of groups ends by itself.</summary>
    public const string All = $"""
        ARRAY (
            WITH RECURSIVE all_up (id, direct) AS (
                SELECT m.group_id, TRUE
                FROM scim.membership m
                WHERE m.tenant_id = r.tenant_id AND m.member_id = r.id
                UNION
                SELECT m.group_id, FALSE
                FROM all_up
                CROSS JOIN LATERAL (
                    SELECT m.group_id
                    FROM scim.membership m
                    WHERE m.tenant_id = r.tenant_id AND m.member_id = all_up.id
                    OFFSET 0) m)
            SELECT up.id || CASE WHEN up.direct THEN 'd' ELSE 'i' END || g.text
            FROM (SELECT id, bool_or(direct) AS direct FROM all_up GROUP BY id) up
            CROSS JOIN LATERAL {Group})
        """;

    /// <summary>
    /// The groups that hold it themselves; where one of these is in another, that one has a letter of its own (<see cref="IsTooShallow"/>). To
    /// PostgreSQL the way up costs as much again as the rest of the statement, also for the many who are in no group of groups.
    /// </summary>
    public const string Direct = $"""
        ARRAY (
            SELECT up.id
                || CASE WHEN EXISTS (SELECT FROM scim.membership above WHERE above.tenant_id = r.tenant_id AND above.member_id = up.id) THEN 'u' ELSE 'd' END
                || g.text
            FROM (SELECT m.group_id AS id
                  FROM scim.membership m
                  WHERE m.tenant_id = r.tenant_id AND m.member_id = r.id) up
            CROSS JOIN LATERAL {Group})
        """;

    /// <summary>The resource is in more groups than <see cref="Direct"/> finds.</summary>
    public static bool IsTooShallow(Resource resource) => resource.Groups is { Count: 0 };

    /// <summary>
    /// The groups by their ids, without those of a type that the service has no longer; null where there are none, and an empty list where the
    /// statement did not go far enough.
    /// </summary>
    public static IReadOnlyList<GroupReference>? Read(DbDataReader reader, int column, SchemaCatalogue catalogue)
    {
        if (reader.IsDBNull(column) || reader.GetFieldValue<string[]>(column) is not { Length: > 0 } groups) return null;
        if (Array.Exists(groups, x => x[IdLength] == 'u')) return [];

        Array.Sort(groups, StringComparer.Ordinal);
        var known = new List<GroupReference>(groups.Length);
        foreach (var group in groups)
        {
            var name = group.IndexOf('\n', IdLength);
            if (catalogue.FindType(group[(IdLength + 1)..name]) is { } type)
                known.Add(new GroupReference(group[..IdLength], type, group[(name + 1)..], IsDirect: group[IdLength] == 'd'));
        }

        return known.Count > 0 ? known : null;
    }
}
