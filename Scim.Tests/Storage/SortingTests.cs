using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Sorting;
using Scim.Resources.Text;
using Scim.Storage.Reading;

namespace Scim.Tests.Storage;

/// <summary>Random resources in every order, against the order that a few lines of code give the documents clients see.</summary>
public class SortingTests
{
    private RandomResources _random = null!;

    private static IEnumerable<string> Attributes =>
    [
        "User userName", "User displayName", "User name.familyName", "User active", "User externalId", "User id", "User emails", "User emails.type",
        "User meta.created", "User meta.lastModified", "User meta.location", "Group meta.version", "User roles.value", "Group displayName", "Device displayName", "Device text", "Device code",
        "Device count", "Device ratio", "Device flag", "Device at", "Device link", "Device labels", "Device counts", "Device times", "Device box.text", "Device box.count",
        "Device box.labels", "Device boxes", "Device boxes.count", "Device boxes.at", "Device boxes.primary", "Device boxes.labels",
        $"User {EverySchema.Extension}:text", $"User {EverySchema.Extension}:counts", $"User {EverySchema.Extension}:box.flag",
    ];

    [OneTimeSetUp]
    public async Task StoreAsync() => _random = await RandomResources.CreateAsync(20261124);

    [OneTimeTearDown]
    public async Task DropAsync() => await _random.DisposeAsync();

    [Test]
    public async Task Every_attribute_sorts_in_both_directions_with_missing_values_last_in_ascending_order(
        [ValueSource(nameof(Attributes))] string attribute, [Values] bool descending)
    {
        var (type, by) = Split(attribute);
        var query = Query(type, by, descending);
        var expected = Expected(type, by, descending);

        Assert.That(await IdsAsync(query with { Offset = 0 }), Is.EqualTo(expected));
        Assert.That(await IdsAsync(query with { Offset = 17, Count = 23 }), Is.EqualTo(expected.Skip(17).Take(23)));
    }

    [Test]
    public async Task Pages_by_cursor_hold_each_resource_once_and_in_order_and_lead_back_the_same_way(
        [ValueSource(nameof(Attributes))] string attribute, [Values] bool descending, [Values("", "id pr", "meta.created pr or id eq \"x\"")] string filter)
    {
        var (type, by) = Split(attribute);
        var query = Query(type, by, descending) with { Count = 29, ByCursor = true };
        if (filter.Length > 0) query = query with { Selections = [query.Selections[0] with { Filter = _random.Store.Bind(type, filter) }] };

        var pages = new List<ResourcePage> { await ListAsync(query) };
        while (pages[^1].Next is { } next) pages.Add(await ListAsync(query with { From = next }));
        Assert.That(pages.SelectMany(Ids), Is.EqualTo(Expected(type, by, descending)));
        Assert.That(pages.Select(x => x.TotalResults), Is.EqualTo(pages.Select((_, i) => i == 0 ? _random[type].Count : (long?)null)));

        var back = new List<ResourcePage> { pages[^1] };
        while (back[^1].Previous is { } previous) back.Add(await ListAsync(query with { From = previous }));
        Assert.That(back.Select(Ids).Reverse(), Is.EqualTo(pages.Select(Ids)));
    }

    [TestCase("emails eq \"nobody\"", 0)]
    [TestCase("userType eq \"x\" or userName pr", null)]
    public async Task A_filtered_list_is_sorted_too(string filter, int? matches)
    {
        var query = Query("User", "name.familyName", descending: true);
        query = query with { Selections = [query.Selections[0] with { Filter = _random.Store.Bind("User", filter) }] };

        Assert.That(await IdsAsync(query), Is.EqualTo(Expected("User", "name.familyName", true).Take(matches ?? int.MaxValue)));
    }

    [Test]
    public async Task Several_types_are_sorted_together_and_those_without_the_attribute_come_last()
    {
        var query = new ListQuery([.. new[] { "User", "Group", "Device" }.Select(x => new Selection(_random.Store.Type(x), null, SortBinder.Bind(_random.Store.Type(x), "displayName")))], 1_000);
        var expected = new[] { "User", "Group", "Device" }.SelectMany(x => _random[x])
            .OrderBy(x => x.Search["displayname"] is null)
            .ThenBy(x => Key(x, "displayName"), Comparer<object?>.Create(Compare))
            .ThenBy(x => x.Id.ToString(), StringComparer.Ordinal)
            .Select(x => x.Id);

        Assert.That(await IdsAsync(query), Is.EqualTo(expected));

        var pages = new List<ResourcePage> { await ListAsync(query with { Count = 31, ByCursor = true }) };
        while (pages[^1].Next is { } next) pages.Add(await ListAsync(query with { Count = 31, ByCursor = true, From = next }));
        Assert.That(pages.SelectMany(Ids), Is.EqualTo(expected));
    }

    [TestCase("count", "\"abc\"")]
    [TestCase("flag", "\"abc\"")]
    [TestCase("text", "7")]
    public async Task A_value_stored_under_another_definition_of_the_attribute_sorts_as_none(string by, string stored)
    {
        await using var store = await TestStore.CreateAsync(EverySchema.Catalogue);
        var id = await store.CreateAsync("Device", $$"""{"schemas": ["{{EverySchema.Core}}"]}""");
        await store.ExecuteAsync($$"""UPDATE scim.resource SET search = search || '{"{{by}}": {{stored}}}'""");

        var query = new ListQuery([new Selection(store.Type("Device"), null, SortBinder.Bind(store.Type("Device"), by))], 10);
        var page = await store.Resources.ListAsync("default", query, new ResourceView(TestStore.BaseUri, Members: false, Groups: false), CancellationToken.None);
        Assert.That(Ids(page), Is.EqualTo(new[] { id }));
    }

    private static (string Type, string By) Split(string attribute) => (attribute.Split(' ')[0], attribute.Split(' ')[1]);

    private ListQuery Query(string type, string by, bool descending) =>
        new([new Selection(_random.Store.Type(type), null, SortBinder.Bind(_random.Store.Type(type), by))], 1_000) { Descending = descending };

    private async Task<IReadOnlyList<Guid>> IdsAsync(ListQuery query) => Ids(await ListAsync(query));

    private static IReadOnlyList<Guid> Ids(ResourcePage page) => [.. page.Resources.Select(x => x.Id)];

    private Task<ResourcePage> ListAsync(ListQuery query) =>
        _random.Store.Resources.ListAsync("default", query, new ResourceView(TestStore.BaseUri, Members: false, Groups: false), CancellationToken.None);

    private List<Guid> Expected(string type, string by, bool descending)
    {
        var ascending = _random[type].Select(x => (x.Id, Key: Key(x, by)))
            .OrderBy(x => x.Key is null)
            .ThenBy(x => x.Key, Comparer<object?>.Create(Compare))
            .ThenBy(x => x.Id.ToString(), StringComparer.Ordinal)
            .Select(x => x.Id)
            .ToList();
        if (descending) ascending.Reverse();
        return ascending;
    }

    private static object? Key(RandomResource resource, string by)
    {
        var colon = by.LastIndexOf(':');
        var scope = colon < 0 ? resource.Search : (JsonObject?)resource.Search[by[..colon].ToLowerInvariant()];
        var names = by[(colon + 1)..].ToLowerInvariant().Split('.');
        return Value(scope?[names[0]], names.ElementAtOrDefault(1) ?? "value");
    }

    private static object? Value(JsonNode? node, string sub) => node switch
    {
        null => null,
        JsonArray all => all.OfType<JsonObject>()
            .OrderByDescending(x => x["primary"] is JsonValue primary && primary.GetValue<bool>())
            .Select(x => Value(x[sub], "value"))
            .FirstOrDefault(x => x is not null),
        JsonObject one => Value(one[sub], "value"),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.Number => node.GetValue<decimal>(),
            _ => node.GetValue<bool>(),
        },
    };

    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (string x, string y) => CodePointOrder.Compare(x, y),
        (IComparable x, IComparable y) => x.CompareTo(y),
        _ => 0,
    };
}
