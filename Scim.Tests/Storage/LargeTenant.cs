namespace Scim.Tests.Storage;

/// <summary>
/// 100,000 resources in one tenant: copies of a user and a group that the store wrote, each with a name of its own in place of the template's.
/// Every fifth user is in group 0, and every one in one of the others. Statistics are as ANALYZE leaves them.
/// </summary>
internal static class LargeTenant
{
    public const int Users = 98_000;
    public const int Groups = 2_000;

    // Stands in names and addresses: in lower case, and left as it is by any preparation.
    private const string Template = "template";

    private static readonly string User = $$"""
        "externalId": "ext-{{Template}}", "displayName": "Shown {{Template}}", "nickName": "Nick {{Template}}", "active": true, "userType": "Employee",
        "name": {"givenName": "Given", "familyName": "Family {{Template}}"}, "locale": "loc-modulo", "title": "FILLER",
        "emails": [{"value": "{{Template}}@example.com", "type": "work", "primary": true}, {"value": "{{Template}}@home.example", "type": "home"}],
        "phoneNumbers": [{"value": "+46 {{Template}}", "type": "work"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Dep {{Template}}", "manager": {"value": "boss-{{Template}}" } }
        """;

    /// <summary>What stands in the place of the template's name.</summary>
    public static string Name(int i) => $"n{i:d6}n";

    public static Guid UserId(int i) => new($"01900000-0000-7000-8000-{i:x12}");

    public static Guid GroupId(int i) => new($"01900000-0001-7000-8000-{i:x12}");

    /// <param name="documentSize">Bytes of a user's <c>search</c>, roughly. Above 1,024 PostgreSQL keeps no statistics of it.</param>
    public static async Task<TestStore> CreateAsync(int documentSize)
    {
        var store = await TestStore.CreateAsync();
        var filler = new string('-', Math.Max(1, documentSize - 650)); // no letters, no trigrams: their index would take a minute
        await store.CreateUserAsync(Template, User.Replace("FILLER", filler, StringComparison.Ordinal));
        await store.CreateGroupAsync(Template);

        // Indexes are built and references checked faster at once than row by row.
        var later = await store.RowsAsync<string>("""
            SELECT pg_get_indexdef(indexrelid)
            FROM pg_index
            WHERE indrelid = 'scim.resource'::regclass AND NOT indisunique
            UNION ALL
            SELECT format('ALTER TABLE scim.membership ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
            FROM pg_constraint
            WHERE conrelid = 'scim.membership'::regclass AND contype = 'f'
            """);
        foreach (var statement in later)
        {
            var name = statement.Split(' ');
            await store.ExecuteAsync(name[1] == "INDEX" ? $"DROP INDEX scim.{name[2]}" : $"ALTER TABLE scim.membership DROP CONSTRAINT {name[5]}");
        }

        await CopyAsync(store, "User", Users, UserId(0));
        await CopyAsync(store, "Group", Groups, GroupId(0));
        await JoinAsync(store);
        await store.ExecuteAsync($"DELETE FROM scim.resource WHERE unique_key = '{Template}'");
        foreach (var statement in later) await store.ExecuteAsync(statement);
        await store.ExecuteAsync("VACUUM (ANALYZE) scim.resource");
        await store.ExecuteAsync("VACUUM (ANALYZE) scim.membership");
        return store;
    }

    /// <summary>Copies of one user, where nothing else is needed.</summary>
    public static async Task AddUsersAsync(TestStore store, int count)
    {
        await store.CreateUserAsync(Template, User);
        await CopyAsync(store, "User", count, UserId(0));
        await store.ExecuteAsync($"DELETE FROM scim.resource WHERE unique_key = '{Template}'");
    }

    private static Task CopyAsync(TestStore store, string type, int count, Guid first) => store.ExecuteAsync($"""
        INSERT INTO scim.resource
            (tenant_id, id, type, unique_key, external_id, display, created, last_modified, doc, search, search_text)
        SELECT tenant_id, ('{first.ToString()[..24]}' || lpad(to_hex(i), 12, '0'))::uuid, type,
               replace(unique_key, '{Template}', name), replace(external_id, '{Template}', name), replace(display, '{Template}', name),
               created, last_modified,
               replace(replace(doc::text, '{Template}', name), 'modulo', modulo)::json,
               replace(replace(search::text, '{Template}', name), 'modulo', modulo)::jsonb,
               replace(replace(search_text, '{Template}', name), 'modulo', modulo)
        FROM scim.resource, generate_series(0, {count - 1}) i, LATERAL (SELECT 'n' || lpad(i::text, 6, '0') || 'n', (i % 100)::text) x (name, modulo)
        WHERE unique_key = '{Template}' AND type = '{type}'
        """);

    private static async Task JoinAsync(TestStore store)
    {
        var (user, group) = (UserId(0).ToString()[..24], GroupId(0).ToString()[..24]);
        await store.ExecuteAsync($"""
            INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
            SELECT 'default', ('{group}' || lpad(to_hex(n), 12, '0'))::uuid, ('{user}' || lpad(to_hex(i), 12, '0'))::uuid, 'User'
            FROM generate_series(0, {Users - 1}) i, unnest(ARRAY[0, 1 + i % {Groups - 1}]) n
            WHERE n > 0 OR i % 5 = 0
            """);
        await store.ExecuteAsync($"""
            INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
            SELECT 'default', ('{group}' || lpad(to_hex(i), 12, '0'))::uuid, ('{group}' || lpad(to_hex(i + 1), 12, '0'))::uuid, 'Group'
            FROM generate_series(100, 110) i
            """);
    }
}
