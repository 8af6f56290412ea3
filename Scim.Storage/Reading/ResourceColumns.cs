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

    private static readonly ConcurrentDictionary<(bool Members, bool Groups, bool IsShallow), string> All = new();

    /// <summary>The columns. With members, the statement must also have <c>@base</c> and <c>@endpoints</c>.</summary>
    /// <param name="view">What of the resources to read.</param>
    /// <param name="isShallow">Of the groups only those that hold it themselves. Where that is not all, <see cref="GroupColumn.IsTooShallow"/> tells.</param>
    public static string Of(ResourceView view, bool isShallow = false) => All.GetOrAdd((view.Members, view.Groups, isShallow), static x => $"""
        r.id, r.version, r.created, r.last_modified, r.doc,
        {(x.Members ? Members : "NULL::text")} AS members,
        {(!x.Groups ? "NULL::text[]" : x.IsShallow ? GroupColumn.Direct : GroupColumn.All)} AS groups
        """);

    /// <summary>Reads the columns, from the given one on.</summary>
    public static Resource Read(DbDataReader reader, SchemaCatalogue catalogue, ResourceType type, int from = 0) => new()
    {
        Type = type,
        Id = reader.GetFieldValue<Guid>(from),
        Version = reader.GetInt64(from + 1),
        Created = reader.GetFieldValue<DateTime>(from + 2),
        LastModified = reader.GetFieldValue<DateTime>(from + 3),
        Document = reader.GetFieldValue<byte[]>(from + 4),
        Members = reader.IsDBNull(from + 5) ? (ReadOnlyMemory<byte>?)null : reader.GetFieldValue<byte[]>(from + 5),
        Groups = GroupColumn.Read(reader, from + 6, catalogue),
    };
}
