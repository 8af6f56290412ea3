using Npgsql;

namespace Scim.Tests.Storage;

/// <summary>The row of a tenant, which no foreign key of the largest tables leads to.</summary>
public class TenantRowTests
{
    private TestStore _store = null!;

    [SetUp]
    public async Task Store()
    {
        _store = await TestStore.CreateAsync();
        await _store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('other')");
    }

    [TearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [Test]
    public async Task No_write_waits_for_a_lock_on_it()
    {
        await using var connection = new NpgsqlConnection(_store.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var locked = new NpgsqlCommand("SELECT FROM scim.tenant FOR UPDATE", connection, transaction)) await locked.ExecuteNonQueryAsync();
        await using var writer = _store.Again("Command Timeout=5");

        var user = await writer.CreateUserAsync("anna");
        var group = await writer.CreateGroupAsync("staff", user);
        TestStore.Stored(await writer.RemoveMembersAsync(group, user));
        TestStore.Stored(await writer.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}"""));
        Assert.That(await writer.DeleteAsync("User", user), Is.True);
    }

    [Test]
    public async Task It_stays_while_the_tenant_has_a_resource()
    {
        await _store.CreateUserAsync("anna", tenant: "other");
        await _store.ExecuteAsync("DELETE FROM scim.provisioning_log");

        await AssertStaysAsync();
    }

    [Test]
    public async Task It_stays_while_the_tenant_has_a_log()
    {
        var user = await _store.CreateUserAsync("anna", tenant: "other");
        await _store.DeleteAsync("User", user, "other");

        await AssertStaysAsync();
    }

    [Test]
    public async Task It_can_be_renamed_and_go_where_the_tenant_has_nothing()
    {
        await _store.ExecuteAsync("UPDATE scim.tenant SET id = 'another' WHERE id = 'other'");
        await _store.ExecuteAsync("DELETE FROM scim.tenant WHERE id = 'another'");

        Assert.That(await _store.ScalarAsync<long>("SELECT count(*) FROM scim.tenant"), Is.EqualTo(1));
    }

    private async Task AssertStaysAsync()
    {
        foreach (var sql in (string[])["DELETE FROM scim.tenant WHERE id = 'other'", "UPDATE scim.tenant SET id = 'another' WHERE id = 'other'"])
        {
            Assert.That(
                async () => await _store.ExecuteAsync(sql),
                Throws.TypeOf<PostgresException>().With.Property(nameof(PostgresException.SqlState)).EqualTo(PostgresErrorCodes.ForeignKeyViolation));
        }

        Assert.That(await _store.RowsAsync<string>("SELECT id FROM scim.tenant ORDER BY id"), Is.EqualTo((string[])["default", "other"]));
    }
}
