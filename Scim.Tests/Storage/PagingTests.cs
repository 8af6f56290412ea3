using Scim.Storage.Reading;

namespace Scim.Tests.Storage;

/// <summary>Pages by index over more users than a probe takes.</summary>
public class PagingTests
{
    private const int Users = 1_250;

    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Store()
    {
        _store = await TestStore.CreateAsync();
        await LargeTenant.AddUsersAsync(_store, Users);
    }

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase(null, Users)]
    [TestCase("active eq true", Users)]
    [TestCase("active pr", Users)]
    [TestCase("not (userName eq \"n000007n\")", Users - 1)]
    [TestCase("userName sw \"n000\"", 1_000)]
    [TestCase("userName sw \"n000\" or userName eq \"n001000n\"", 1_001)]
    [TestCase("locale eq \"loc-42\"", 13)]
    public async Task Pages_visit_each_once(string? filter, int matches)
    {
        var seen = new List<Guid>();
        for (var offset = 0; offset < matches + 300; offset += 300)
        {
            var page = await _store.ListAsync("User", filter, offset, 300);

            Assert.That(page.TotalResults, Is.EqualTo(matches));
            Assert.That(page.Resources, Has.Count.EqualTo(Math.Clamp(matches - offset, 0, 300)));
            seen.AddRange(page.Resources.Select(x => x.Id));
        }

        Assert.That(seen, Is.Unique.And.Count.EqualTo(matches));
        Assert.That(seen.Select(x => x.ToString()), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }

    [TestCase(null, Users)]
    [TestCase("active eq true", Users)]
    [TestCase("active pr", Users)]
    [TestCase("locale eq \"loc-42\"", 13)]
    [TestCase("locale eq \"nowhere\"", 0)]
    public async Task A_count_of_zero_and_a_start_behind_the_end_show_only_the_total(string? filter, int matches)
    {
        foreach (var page in new[] { await _store.ListAsync("User", filter, 0, 0), await _store.ListAsync("User", filter, 5_000), await _store.ListAsync("User", filter, long.MaxValue) })
        {
            Assert.That(page.TotalResults, Is.EqualTo(matches));
            Assert.That(page.Resources, Is.Empty);
        }
    }

    [Test]
    public async Task A_page_shows_what_reading_each_resource_shows()
    {
        var users = await _store.ListAsync("User", null, 0, 3);
        var group = await _store.CreateGroupAsync("of three", users.Resources.Select(x => x.Id));
        await _store.CreateGroupAsync("around it", group);

        foreach (var filter in new[] { null, $"groups eq \"{group}\"", "active eq true" })
        {
            var query = new ListQuery([new Selection(_store.Type("User"), filter is null ? null : _store.Bind("User", filter))], 3);
            var page = await _store.Resources.ListAsync("default", query, _store.View("User"), CancellationToken.None);

            Assert.That(page.Resources, Has.Count.EqualTo(3));
            foreach (var resource in page.Resources)
                Assert.That(TestStore.Json(resource).ToJsonString(), Is.EqualTo(TestStore.Json((await _store.FindAsync("User", resource.Id))!).ToJsonString()));
        }

        await _store.DeleteAsync("Group", group);
    }
}
