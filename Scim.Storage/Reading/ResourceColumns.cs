using System.Collections.Concurrent;
using System.Data.Common;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Storage.Reading;

/// <summary>The columns of <c>scim.resource r</c> that make a <see cref="Resource"/>, and the way back.</summary>
internal static class ResourceColumns
{
    private const string Members = """
        (SELECT '[' || string_agg(row_to_json(x)::text, ',' ORDER BY x.value) || ']'
         FROM (SELECT m.member_id AS value,
                      @base || (@endpoints::jsonb ->> m.member_type) || '/' || m.member_id AS "$ref",
                      d.display,
                      m.member_type AS type
               FROM scim.membership m
               JOIN scim.resource d ON d.tenant_id = m.tenant_id AND d.id = m.member_id
               WHERE m.tenant_id = r.tenant_id AND m.group_id = r.id) x)
        """;

    /// <summary>Resources by <c>@ids</c>, as a group shows its members. The statement must also have <c>@base</c> and <c>@endpoints</c>.</summary>
    public const string AsMembers = """
        SELECT row_to_json(x)::text
        FROM (SELECT d.id AS value,
                     @base || (@endpoints::jsonb ->> d.type) || '/' || d.id AS "$ref",
                     d.display,
                     d.type
              FROM scim.resource d
              WHERE d.tenant_id = @tenant AND d.id = ANY (@ids)) x
        """;

    // OFFSET 0 keeps PostgreSQL from reading all memberships, or all resources, for each user of a page, where both tables are small and that looks cheap.
    private const string Group = """
        (SELECT g.id AS value,
                @base || (@endpoints::jsonb ->> g.type) || '/' || g.id AS "$ref",
                g.display,
                CASE WHEN up.direct THEN 'direct' ELSE 'indirect' END AS type
         FROM scim.resource g
         WHERE g.tenant_id = r.tenant_id AND g.id = up.id
         OFFSET 0) x
        """;

    // UNION drops what was seen before, so a circle of groups ends by itself.
    private const string Groups = $"""
        (WITH RECURSIVE all_up (id, direct) AS (
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
         SELECT '[' || string_agg(row_to_json(x)::text, ',' ORDER BY x.value) || ']'
         FROM (SELECT id, bool_or(direct) AS direct FROM all_up GROUP BY id) up
         CROSS JOIN LATERAL {Group})
        """;

    // To PostgreSQL the way up costs as much again as the rest of the statement, also for the many who are in no group of groups.
    private const string DirectGroups = $"""
        (SELECT CASE WHEN bool_or(EXISTS (SELECT FROM scim.membership above WHERE above.tenant_id = r.tenant_id AND above.member_id = up.id)) THEN ''
                     ELSE '[' || string_agg(row_to_json(x)::text, ',' ORDER BY x.value) || ']'
                END
         FROM (SELECT m.group_id AS id, TRUE AS direct
               FROM scim.membership m
               WHERE m.tenant_id = r.tenant_id AND m.member_id = r.id) up
         CROSS JOIN LATERAL {Group})
        """;

    private static readonly ConcurrentDictionary<(bool Members, bool Groups, bool IsShallow), string> All = new();

    /// <summary>The columns. The statement must also have <c>@base</c> and <c>@endpoints</c>.</summary>
    /// <param name="view">What of the resources to read.</param>
    /// <param name="isShallow">Of the groups only those that hold it themselves. Where one of these is in another, <see cref="IsTooShallow"/> tells.</param>
    public static string Of(ResourceView view, bool isShallow = false) => All.GetOrAdd((view.Members, view.Groups, isShallow), static x => $"""
        r.id, r.version, r.created, r.last_modified, r.doc,
        {(x.Members ? Members : "NULL::text")} AS members,
        {(!x.Groups ? "NULL::text" : x.IsShallow ? DirectGroups : Groups)} AS groups
        """);

    /// <summary>The resource is in more groups than a shallow statement finds.</summary>
    public static bool IsTooShallow(Resource resource) => resource.Groups is { Length: 0 };

    /// <summary>Reads the columns, from the given one on.</summary>
    public static Resource Read(DbDataReader reader, ResourceType type, int from = 0) => new()
    {
        Type = type,
        Id = reader.GetFieldValue<Guid>(from),
        Version = reader.GetInt64(from + 1),
        Created = reader.GetFieldValue<DateTime>(from + 2),
        LastModified = reader.GetFieldValue<DateTime>(from + 3),
        Document = reader.GetFieldValue<byte[]>(from + 4),
        Members = Bytes(reader, from + 5),
        Groups = Bytes(reader, from + 6),
    };

    private static ReadOnlyMemory<byte>? Bytes(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? (ReadOnlyMemory<byte>?)null : reader.GetFieldValue<byte[]>(column);
}
