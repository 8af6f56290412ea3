using System.Globalization;
using Npgsql;
using Scim.Storage.Migrations;
using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Deploy;

/// <summary>What Grafana's users may read of the database, and that the panels get along with it.</summary>
public class LogReaderTests
{
    private const string Personal = "grace@log-reader.example";

    private ScimServer _server = null!;
    private LogReaderRole _role = null!;

    private static IEnumerable<PanelQuery> Queries => Dashboard.Queries.Where(x => x.Source == Dashboard.Postgres);

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await ScimServer.StartAsync(("Scim:LoggedValues", "*"));
        var user = (await _server.PostAsync("Users", Some.User(Personal, """ "displayName": "Grace Hopper" """))).Id;
        await _server.PostAsync("Groups", Some.Group("Navy", user));
        await _server.PostAsync("Users", Some.User(Personal));
        await _server.GetAsync("Users?filter=nickNames eq 1");
        _role = new LogReaderRole(_server.ConnectionString);
        await _role.MakeAsync("it's secret");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _role.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(Queries))]
    public async Task A_panel_gets_rows(PanelQuery query) => Assert.That(await _role.AskAsync(Filled(query.Text)), Is.Not.Empty);

    [TestCaseSource(nameof(Queries))]
    public async Task Another_tenant_and_another_time_have_none(PanelQuery query)
    {
        Assert.That(await _role.AskAsync(Filled(query.Text, tenant: "another|other")), Is.Empty);
        Assert.That(await _role.AskAsync(Filled(query.Text, until: DateTime.UtcNow.AddDays(-1))), Is.Empty);
    }

    [Test]
    public async Task The_log_tells_what_happened_the_newest_first()
    {
        var rows = await _role.AskAsync(Filled(Queries.Single(x => x.Panel == "What happened").Text));
        Assert.That(rows.Select(x => x["Time"]), Is.Ordered.Descending);
        Assert.That(rows.Select(x => $"{x["Who"]} {x["What"]} {x["Outcome"]}").Distinct(), Is.EqualTo((string[])["tests search refused", "tests create refused", "tests create done"]));
        Assert.That(rows.Select(x => x["Resource"]), Does.Contain("Group Navy"));
        Assert.That(rows.Select(x => $"{x["Detail"]}"), Has.Some.Contains("1 added").And.Some.Contains("userName").And.Some.StartsWith("409 "));
        Assert.That(rows.Select(x => $"{x["Request"]}"), Has.All.Length.GreaterThan(8));
    }

    [Test]
    public async Task Reasons_are_counted()
    {
        var rows = await _role.AskAsync(Filled(Queries.Single(x => x.Panel == "Refused, failed and held, by reason").Text));
        Assert.That(rows.Select(x => $"{x["Times"]} {x["What"]} {x["Status"]}"), Is.EquivalentTo((string[])["1 create 409", "1 search 400"]));
    }

    /// <summary>Also where the log itself is told to hold all values.</summary>
    [Test]
    public async Task Nobody_is_named()
    {
        var everything = await _role.AskAsync("SELECT line::text AS line FROM scim.log_line line");
        Assert.That(everything, Has.Count.EqualTo(4));
        Assert.That(everything.Select(x => $"{x["line"]}"), Has.None.Contain("grace").And.None.Contain("Grace").IgnoreCase);
    }

    [TestCase("SELECT hash FROM scim.token")]
    [TestCase("SELECT name FROM scim.token")]
    [TestCase("SELECT * FROM scim.client_credential")]
    [TestCase("SELECT * FROM scim.client")]
    [TestCase("SELECT key FROM scim.cursor_key")]
    [TestCase("SELECT display FROM scim.resource")]
    [TestCase("SELECT * FROM scim.membership")]
    [TestCase("SELECT keys FROM scim.provisioning_log")]
    [TestCase("SELECT new_values FROM scim.provisioning_log")]
    [TestCase("SELECT last_error FROM scim.grafana_due")]
    [TestCase("SELECT * FROM scim.grafana_link")]
    [TestCase("SELECT created FROM scim.tenant")]
    [TestCase("SELECT rolpassword FROM pg_authid")]
    [TestCase("SELECT pg_read_file('/etc/passwd')")]
    [TestCase("UPDATE scim.tenant SET id = 'mine'")]
    [TestCase("DELETE FROM scim.provisioning_log")]
    [TestCase("CREATE TABLE scim.mine (id int)")]
    [TestCase("CREATE TEMPORARY TABLE mine (id int)")]
    [TestCase("SELECT lo_from_bytea(0, 'much')")]
    [TestCase("SELECT lo_create(0)")]
    [TestCase("SELECT pg_advisory_lock(6636273466373111809)")]
    [TestCase("SELECT pg_try_advisory_xact_lock_shared(1, 2)")]
    public void Nothing_else_may_be_read_or_written(string sql) =>
        Assert.That(() => _role.AskAsync("SET TRANSACTION READ WRITE; " + sql), Throws.TypeOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));

    [Test]
    public async Task A_service_that_is_no_superuser_keeps_the_lock_of_migrations()
    {
        var service = $"scim_service_{Guid.NewGuid():N}"[..24];
        await using var database = await TestDatabase.CreateAsync();
        await using var owner = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var make = owner.CreateCommand($"CREATE ROLE {service} LOGIN PASSWORD 'it'; GRANT USAGE ON SCHEMA scim TO {service}; GRANT INSERT ON scim.provisioning_log TO {service}"))
            await make.ExecuteNonQueryAsync();
        await using var role = new LogReaderRole(database.ConnectionString);
        await role.MakeAsync("one");

        await using (var connected = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = service, Password = "it", Pooling = false }.ConnectionString))
        await using (var take = connected.CreateCommand($"SELECT pg_advisory_lock({Migrator.AdvisoryLock})"))
            Assert.That(take.ExecuteNonQueryAsync, Throws.Nothing);

        await using var drop = owner.CreateCommand($"DROP OWNED BY {service}; DROP ROLE {service}");
        await drop.ExecuteNonQueryAsync();
    }

    [Test]
    public async Task Every_table_but_these_is_closed_to_it()
    {
        var open = await _role.AskAsync("""
            SELECT c.relname
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'scim'
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'usage') ELSE has_any_column_privilege(c.oid, 'select') END
            ORDER BY c.relname
            """);
        Assert.That(open.Select(x => x["relname"]), Is.EqualTo((string[])["log_line", "tenant"]));
    }

    [Test]
    public async Task Made_again_it_has_the_new_password_and_no_further_rights()
    {
        await using var role = new LogReaderRole(_server.ConnectionString);
        await role.MakeAsync("one");
        await using var owner = NpgsqlDataSource.Create(_server.ConnectionString);
        var name = (await role.AskAsync("SELECT current_user AS name")).Single()["name"];
        await using (var grant = owner.CreateCommand($"GRANT SELECT ON scim.token TO {name}")) await grant.ExecuteNonQueryAsync();
        await role.AskAsync("SELECT name FROM scim.token");

        await role.MakeAsync("two");

        Assert.That(() => role.AskAsync("SELECT name FROM scim.token"), Throws.TypeOf<PostgresException>());
        Assert.That(await role.AskAsync(Filled(Queries.First().Text)), Is.Not.Empty);
    }

    /// <summary>The view and the function are made for an index: without it, every look at the dashboard reads the whole log.</summary>
    [TestCaseSource(nameof(Queries))]
    public async Task A_panel_reads_no_more_of_the_log_than_it_shows(PanelQuery query)
    {
        var plan = string.Join('\n', (await _role.AskAsync("SET enable_seqscan = off; EXPLAIN " + Filled(query.Text))).Select(x => x["QUERY PLAN"]));
        Assert.That(plan, Does.Match(@"Index Scan Backward using provisioning_log_pkey on provisioning_log l(_\d+)?\s.*\n\s+Index Cond: .*tenant_id = .*id >= .*id < "));
    }

    /// <summary>As Grafana replaces its macros and its variable.</summary>
    private static string Filled(string sql, string tenant = ".*", DateTime? until = null)
    {
        var end = until ?? DateTime.UtcNow.AddMinutes(1);
        return sql.Replace("$__timeFrom()", Time(end.AddHours(-6)), StringComparison.Ordinal)
            .Replace("$__timeTo()", Time(end), StringComparison.Ordinal)
            .Replace("${tenant:pipe}", tenant, StringComparison.Ordinal);
    }

    private static string Time(DateTime time) => $"'{time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}'";
}
