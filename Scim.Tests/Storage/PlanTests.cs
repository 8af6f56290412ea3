using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;
using Scim.Resources.Sorting;
using Scim.Storage.Reading;

namespace Scim.Tests.Storage;

/// <summary>
/// What PostgreSQL reads for a list at 100,000 resources, of the statement as it is sent, under both ways to plan it.
/// Above a kilobyte a document has no statistics, so the planner guesses.
/// </summary>
[TestFixture(700)]
[TestFixture(3_000)]
[NonParallelizable] // while a long transaction of any database runs, PostgreSQL keeps old versions of rows longer
public class PlanTests(int documentSize)
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static readonly string[] Modes = ["force_custom_plan", "force_generic_plan"];
    private static readonly int[] Counts = [1, 10, 100];

    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Load()
    {
        _store = await LargeTenant.CreateAsync(documentSize);
        var width = await _store.ScalarAsync<double>("SELECT avg(octet_length(search::text)) FROM scim.resource TABLESAMPLE SYSTEM (1)");
        Assert.That(width, Is.EqualTo(documentSize).Within(20).Percent);
    }

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase("""userName eq "N043210N" """, 1)]
    [TestCase("""userName eq "nobody" """, 0)]
    [TestCase("""externalId eq "ext-n043210n" """, 1)]
    [TestCase("""id eq "01900000-0000-7000-8000-00000000a8ca" """, 1)]
    [TestCase("""displayName eq "shown N043210N" """, 1)]
    [TestCase("""displayName eq "nobody" """, 0)]
    [TestCase("""nickName eq "nick n043210n" """, 1)]
    [TestCase("""name.familyName eq "family n043210n" """, 1)]
    [TestCase("""name[familyName eq "family n043210n" and givenName eq "given"]""", 1)]
    [TestCase("""emails eq "n043210n@example.com" """, 1)]
    [TestCase("""emails.value eq "n043210n@home.example" """, 1)]
    [TestCase("""emails[type eq "work" and value eq "n043210n@example.com"]""", 1)]
    [TestCase("""emails[type eq "work"].value eq "n043210n@example.com" """, 1)]
    [TestCase("""emails[type eq "home" and value eq "n043210n@example.com"]""", 0)]
    [TestCase("""emails[value eq "n043210n@example.com" or value eq "n000007n@example.com"]""", 2)]
    [TestCase("""emails[type eq "work" and (value eq "n043210n@example.com" or display eq "nobody")]""", 1)]
    [TestCase("""emails[primary eq true and value eq "n043210n@example.com" and type sw "w"]""", 1)]
    [TestCase("""phoneNumbers.value eq "+46 n043210n" """, 1)]
    [TestCase($"""{Enterprise}:department eq "dep n043210n" """, 1)]
    [TestCase($"""{Enterprise}:manager eq "boss-n043210n" """, 1)]
    [TestCase("""manager.value eq "boss-n043210n" """, 1)]
    [TestCase("""locale eq "loc-42" """, 980)]
    [TestCase("""active eq true and userName eq "n043210n" """, 1)]
    [TestCase("""userType eq "Employee" and displayName eq "shown n043210n" """, 1)]
    [TestCase("""userName eq "n043210n" and not (active eq false)""", 1)]
    [TestCase("""userName eq "n043210n" or externalId eq "ext-n000007n" """, 2)]
    [TestCase("""userName eq "n043210n" or emails.value eq "n000007n@example.com" """, 2)]
    [TestCase("""groups eq "01900000-0001-7000-8000-000000000007" """, 50)]
    [TestCase("""groups[value eq "01900000-0001-7000-8000-000000000007"]""", 50)]
    [TestCase("""locale eq "loc-42" and groups eq "01900000-0001-7000-8000-000000000007" """, 0, 980)]
    [TestCase("""userName eq "n043210n" and groups eq "01900000-0001-7000-8000-000000000000" """, 1, LargeTenant.Users / 5)]
    public async Task Equality_reads_users_through_an_index(string filter, int matches, int candidates = 0) =>
        await CheckAsync("User", filter, matches, candidates);

    [TestCase("""displayName eq "N000043N" """, 1)]
    [TestCase("""members eq "01900000-0000-7000-8000-00000000a8ca" """, 2)]
    [TestCase("""members.value eq "01900000-0000-7000-8000-00000000a8ca" """, 2)]
    [TestCase("""members[value eq "01900000-0000-7000-8000-00000000a8ca" and type eq "User"]""", 2)]
    [TestCase("""displayName eq "n000000n" and members eq "01900000-0000-7000-8000-00000000a8ca" """, 1)]
    [TestCase("""members eq "nobody" """, 0)]
    public async Task Equality_reads_groups_through_an_index(string filter, int matches) => await CheckAsync("Group", filter, matches);

    [TestCase("""userName sw "n04321" """, 10)]
    [TestCase("""userName co "04321" """, 11)]
    [TestCase("""userName ew "43210n" """, 1)]
    [TestCase("""externalId co "04321" """, 11)]
    [TestCase("""displayName sw "shown n04321" """, 10)]
    [TestCase("""name.familyName ew "43210n" """, 1)]
    [TestCase("""emails co "n043210n@" """, 1)]
    [TestCase("""emails[type eq "work" and value sw "n04321"]""", 10)]
    [TestCase("""active eq true and displayName sw "shown n04321" """, 10)]
    [TestCase($"""{Enterprise}:department co "n043210" """, 1)]
    public async Task Substrings_read_users_through_their_trigrams(string filter, int matches) => await CheckAsync("User", filter, matches);

    [Test]
    public async Task Substrings_read_no_more_than_the_groups_there_are() =>
        await CheckAsync("Group", """displayName co "n00004" """, 10, LargeTenant.Groups);

    [Test]
    public async Task A_filter_that_all_match_is_left_after_a_thousand_matches()
    {
        foreach (var mode in Modes)
        {
            var probe = await PlanAsync(Statements("User", "active eq true", 10), x => x.Probe, mode);
            Assert.That(probe.RowsOfResources, Is.LessThan(3 * ListStatements.ProbeLimit), probe.Text);

            var walk = await PlanAsync(Statements("User", "active eq true", 10), x => x.Walk, mode);
            Assert.That(walk.RowsOfResources, Is.LessThan(LargeTenant.Users + 100), walk.Text);
        }
    }

    [Test]
    public async Task A_page_far_down_puts_nothing_together_for_the_rows_before_it()
    {
        foreach (var mode in Modes)
        {
            var walk = await PlanAsync(Statements("User", null, 10, offset: 50_000), x => x.Walk, mode);

            Assert.That(walk.ResourcesRead, Is.LessThan(50_200), walk.Text);
            Assert.That(walk.Pages, Is.LessThan(10_000), walk.Text); // the groups of each would take ten a row
        }
    }

    [Test]
    public async Task A_page_by_cursor_reads_as_little_far_down_as_at_the_top()
    {
        foreach (var mode in Modes)
        {
            foreach (var backward in new[] { false, true })
            {
                var query = new ListQuery([new Selection(_store.Type("User"))], 10) { ByCursor = true, From = new Position(null, LargeTenant.UserId(60_000), backward) };
                var walk = await PlanAsync(Statements(query), x => x.Walk, mode);

                Assert.That(walk.ResourcesRead, Is.LessThan(50), walk.Text);
            }
        }
    }

    [Test]
    public async Task A_page_over_all_types_reads_as_little()
    {
        foreach (var backward in new[] { false, true })
        {
            var query = new ListQuery([.. Types.Select(x => new Selection(x))], 10) { ByCursor = true, From = new Position(null, LargeTenant.UserId(60_000), backward) };
            var walk = await PlanAsync(Statements(query), x => x.Walk, "force_custom_plan");

            Assert.That(walk.ResourcesRead, Is.LessThan(100), walk.Text);
        }
    }

    [TestCase("userName eq \"n043210n\"")]
    [TestCase("userName eq \"n043210n\" or displayName eq \"n000043n\"")]
    [TestCase("emails.value eq \"n043210n@example.com\"")]
    [TestCase("members eq \"01900000-0000-7000-8000-00000000a8ca\"")]
    [TestCase("groups eq \"01900000-0001-7000-8000-000000000007\"")]
    [TestCase("externalId eq \"ext-n043210n\"")]
    public async Task Equality_over_all_types_reads_through_an_index(string filter)
    {
        var bound = FilterBinder.BindToAll(Types, ScimFilter.Parse(filter));
        var query = new ListQuery(ListQuery.Select(Types.Select((x, i) => new Selection(x, bound[i]))), 10);
        var statements = Statements(query);
        var probe = await PlanAsync(statements, x => x.Probe, "force_custom_plan");

        Assert.That(statements.CanProbe, Is.True);
        Assert.That(probe.ResourcesRead, Is.LessThan(4_500), probe.Text);
    }

    [Test]
    public async Task The_order_of_user_names_comes_from_their_index_also_in_the_middle()
    {
        var by = SortBinder.Bind(_store.Type("User"), "userName");
        var name = (await _store.ScalarAsync<string>("SELECT unique_key FROM scim.resource WHERE type = 'User' ORDER BY unique_key OFFSET 40000 LIMIT 1"))!;
        foreach (var from in new[] { null, new Position(name, Guid.Empty, Backward: false), new Position(name, Guid.Empty, Backward: true) })
        {
            var query = new ListQuery([new Selection(_store.Type("User"), null, by)], 10) { ByCursor = true, From = from };
            var walk = await PlanAsync(Statements(query), x => x.Walk, "auto");

            Assert.That(walk.ResourcesRead, Is.LessThan(100), walk.Text);
        }
    }

    [TestCase("userName eq \"n000007n\"", true)]
    [TestCase("id eq \"01900000-0000-7000-8000-000000000007\"", true)]
    [TestCase("id eq \"01900000-0000-7000-8000-000000000007\" and active eq true", true)]
    [TestCase("userName eq \"n000007n\" or userName eq \"n000008n\"", false)]
    [TestCase("not (userName eq \"n000007n\")", false)]
    [TestCase("userName sw \"n000007n\"", false)]
    [TestCase("externalId eq \"x\"", false)]
    public async Task What_names_one_resource_is_one_statement_that_reads_one_row_whatever_the_plan(string filter, bool isUnique)
    {
        var statements = Statements("User", filter, 100);

        Assert.That(statements.IsUnique, Is.EqualTo(isUnique));
        foreach (var (mode, isShallow) in isUnique ? Modes.SelectMany(mode => ((string, bool)[])[(mode, true), (mode, false)]) : [])
        {
            var plan = await Plan.OfAsync(_store.Database.ByKey, statements.OnlyText(isShallow), statements.Parameters.Values, mode);
            Assert.That(plan.ResourcesRead, Is.LessThan(5), plan.Text);
            Assert.That(plan.Pages, Is.LessThan(50), plan.Text);
        }
    }

    [TestCase(1, true)]
    [TestCase(500, false)]
    public void Only_short_statements_are_kept(int terms, bool isKept)
    {
        var filter = $"id eq \"01900000-0000-7000-8000-000000000007\" and ({string.Join(" or ", Enumerable.Range(0, terms).Select(x => $"title eq \"{x}\""))})";

        Assert.That(ReferenceEquals(Statements("User", filter, 100).Only(isShallow: true), Statements("User", filter, 100).Only(isShallow: true)), Is.EqualTo(isKept));
    }

    [Test]
    public async Task A_change_of_members_alone_touches_no_index_of_the_group()
    {
        const string sql = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relid = 'scim.resource'::regclass";
        var before = await CountAsync<(long Updates, long Hot)>(sql);

        await using (var writer = _store.Again(""))
        {
            for (var i = 0; i < 200; i++) await writer.AddMembersAsync(LargeTenant.GroupId(1_000 + i), LargeTenant.UserId(i));
        }

        Assert.That(async () => (await _store.RowsAsync<(long, long)>(sql))[0].Item1 - before.Updates, Is.EqualTo(200).After(20).Seconds.PollEvery(100).MilliSeconds);
        Assert.That((await _store.RowsAsync<(long, long)>(sql))[0].Item2 - before.Hot, Is.GreaterThan(170));
    }

    [Test]
    public async Task A_write_to_a_group_of_very_many_reads_few_rows()
    {
        const string sql = """
            SELECT sum(n_tup_ins + n_tup_del)::bigint, sum(COALESCE(idx_tup_fetch, 0) + seq_tup_read)::bigint
            FROM pg_stat_user_tables
            WHERE relid IN ('scim.resource'::regclass, 'scim.membership'::regclass)
            """;
        var before = await CountAsync<(long Written, long Read)>(sql);

        await using (var writer = _store.Again(""))
        {
            for (var i = 0; i < 10; i++)
            {
                var user = await writer.CreateUserAsync($"write {i}");
                TestStore.Stored(await writer.AddMembersAsync(LargeTenant.GroupId(0), user));
                TestStore.Stored(await writer.RemoveMembersAsync(LargeTenant.GroupId(0), user));
                TestStore.Stored(await writer.PatchAsync("Group", LargeTenant.GroupId(0), $$"""
                    {{TestStore.AddOperation(user)}}, {"op": "replace", "path": "externalId", "value": "write {{i}}"}
                    """));
                Assert.That(await writer.DeleteAsync("User", user), Is.True);
            }
        }

        Assert.That(async () => (await _store.RowsAsync<(long, long)>(sql))[0].Item1 - before.Written, Is.EqualTo(60).After(20).Seconds.PollEvery(100).MilliSeconds);
        Assert.That((await _store.RowsAsync<(long, long)>(sql))[0].Item2 - before.Read, Is.LessThan(2_000));
    }

    // Sessions tell what they did when they end, and the idle ones when they are asked to.
    private async Task<T> CountAsync<T>(string sql)
    {
        await _store.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        return (await _store.RowsAsync<T>(sql))[0];
    }

    private async Task CheckAsync(string type, string filter, int matches, int candidates = 0)
    {
        foreach (var (count, mode) in Counts.SelectMany(count => Modes.Select(mode => (count, mode))))
        {
            var statements = Statements(type, filter, count);
            Assert.That(statements.CanProbe, Is.True);
            var plan = await PlanAsync(statements, x => x.Probe, mode);

            // Entries of the index, rows that they lead to, rows of the page, and what these show of groups.
            Assert.That(plan.ResourcesRead, Is.LessThan(4 * (matches + candidates + count) + 50), $"{count}, {mode}\n{plan.Text}");
            Assert.That(plan.Pages, Is.LessThan(25 * (matches + candidates + 20)), $"{count}, {mode}\n{plan.Text}");
            Assert.That(plan.Nodes.Where(x => x.IsOnResources && x.Type == "Seq Scan"), Is.Empty, $"{count}, {mode}\n{plan.Text}");
        }

        Assert.That((await _store.ListAsync(type, filter)).TotalResults, Is.EqualTo(matches));
    }

    private Task<Plan> PlanAsync(ListStatements statements, Func<ListStatements, string> sql, string mode) =>
        Plan.OfAsync(_store.Database.Searches, sql(statements), statements.Parameters.Values, mode);

    private ListStatements Statements(string type, string? filter, int count, long offset = 0)
    {
        return Statements(new ListQuery([new Selection(_store.Type(type), filter is null ? null : _store.Bind(type, filter))], count) { Offset = offset });
    }

    private IReadOnlyList<ResourceType> Types => [_store.Type("User"), _store.Type("Group")];

    private ListStatements Statements(ListQuery query)
    {
        var endpoints = new ResourceQueries(_store.Database, _store.Catalogue).Endpoints;
        var view = _store.View(query.Selections[0].Type.Name) with { Members = false }; // a group of very many shows them all
        return new ListStatements(query, view, "default", endpoints);
    }
}
