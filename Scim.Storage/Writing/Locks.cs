namespace Scim.Storage.Writing;

/// <summary>The locks of writes, taken in one order everywhere: members by id, then the group.</summary>
internal static class Locks
{
    /// <summary>The members to add that exist, kept from being deleted until the group holds them.</summary>
    public static readonly Statement AddedMembers = new("""
        SELECT m.id
        FROM scim.resource m
        WHERE m.tenant_id = @tenant AND m.id = ANY (@added)
        ORDER BY m.id
        FOR KEY SHARE
        """);

    /// <summary>Separate from the change, which then sees what others committed while this one waited.</summary>
    public static readonly Statement Resource = new("""
        SELECT r.version
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type
        FOR NO KEY UPDATE
        """);

    /// <summary>What is to be deleted.</summary>
    public static readonly Statement Deleted = new("""
        SELECT r.version
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type
        FOR UPDATE
        """);

    /// <summary>The groups that what is deleted is in.</summary>
    public static readonly Statement GroupsOfDeleted = new("""
        SELECT g.id
        FROM scim.resource g
        WHERE g.tenant_id = @tenant AND g.id IN (
            SELECT m.group_id
            FROM scim.membership m
            WHERE m.tenant_id = @tenant AND m.member_id = @id)
        ORDER BY g.id
        FOR NO KEY UPDATE
        """);

    /// <summary>The tenant's bulk requests that ask for it, one after another; other writes go on.</summary>
    public const string Bulks = "SELECT FROM scim.tenant WHERE id = @tenant FOR NO KEY UPDATE";

    /// <summary>
    /// In front of a bulk request, what it names. Its locks pile up, and taken one by one in its own order they would often lock others out.
    /// </summary>
    public const string ForBulk = """
        SELECT r.id
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = ANY (@deleted)
        ORDER BY r.id
        FOR UPDATE;

        SELECT m.id
        FROM scim.resource m
        WHERE m.tenant_id = @tenant AND m.id = ANY (@added)
        ORDER BY m.id
        FOR KEY SHARE;

        SELECT r.id
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id IN (
            SELECT changed.id
            FROM unnest(@changed) changed (id)
            UNION
            SELECT m.group_id
            FROM scim.membership m
            WHERE m.tenant_id = @tenant AND m.member_id = ANY (@deleted))
        ORDER BY r.id
        FOR NO KEY UPDATE
        """;
}
