using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Scim.Filter;
using Scim.Resources;
using Scim.Resources.Filtering;
using Scim.Tests.Filter;

namespace Scim.Tests.Storage;

/// <summary>A failure shows the smallest filter that fails, and the seed, with which <c>SCIM_TEST_SEED</c> makes the same run again.</summary>
public class FilterEquivalenceTests
{
    private static readonly ulong Seed = Environment.GetEnvironmentVariable("SCIM_TEST_SEED") is { Length: > 0 } text
        ? ulong.Parse(text, CultureInfo.InvariantCulture)
        : (ulong)Random.Shared.NextInt64(1, int.MaxValue);

    private RandomResources _random = null!;
    private TestStore _indexes = null!;

    [OneTimeSetUp]
    public async Task Store()
    {
        TestContext.Progress.WriteLine($"Random filters: SCIM_TEST_SEED={Seed}");
        _random = await RandomResources.CreateAsync(Seed);

        // So few rows are read from end to end, which asks no index anything.
        _indexes = _random.Store.Again("Options=-c enable_seqscan=off -c enable_indexscan=off");
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await _indexes.DisposeAsync();
        await _random.DisposeAsync();
    }

    [TestCase("User", 1_600)]
    [TestCase("Group", 1_000)]
    [TestCase("Device", 1_000)]
    public void Random_filters_find_the_same_in_sql_and_in_memory(string type, int count)
    {
        var (none, some, all) = (0, 0, 0);
        var gen = new StoredFilterGen(_random.Store.Type(type), [.. _random[type].Select(x => x.Json)]);
        var samples = gen.Filters.Zip(FilterGen.Texts, (tree, text) => new Sample(tree, text));
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(Seed), null));

        Check.One(config, Prop.ForAll(Arb.From(samples, x => x.Smaller().Where(y => Binds(type, y.Text))), sample =>
        {
            var found = Compare(type, sample.Text);
            if (found == 0) none++;
            else if (found == _random[type].Count) all++;
            else some++;
        }));

        TestContext.Out.WriteLine($"{type}: {none} filters match nothing, {some} some, {all} all");
        Assert.That(some, Is.GreaterThan(count / 4), "filters that tell resources apart");
    }

    private int Compare(string type, string text)
    {
        var filter = _random.Store.Bind(type, text);
        var expected = _random[type].Where(x => FilterEvaluator.Matches(filter, x.Search)).Select(x => x.Id).ToHashSet();

        foreach (var store in new[] { _random.Store, _indexes })
        {
            var page = store.ListAsync(type, text).GetAwaiter().GetResult();
            var found = page.Resources.Select(x => x.Id).ToHashSet();

            if (found.SetEquals(expected) && page.TotalResults == expected.Count) continue;
            var example = found.Except(expected).Concat(expected.Except(found)).Select(id => _random[type].Single(x => x.Id == id)).FirstOrDefault();
            throw new InvalidOperationException($"""
                SCIM_TEST_SEED={Seed}
                {text}
                bound as {filter}
                matches {expected.Count} in memory, {found.Count} in SQL ({page.TotalResults} counted); differs for {example?.Search.ToJsonString()}
                """);
        }

        return expected.Count;
    }

    private bool Binds(string type, string text)
    {
        try
        {
            return _random.Store.Bind(type, text) is not null;
        }
        catch (ScimException)
        {
            return false;
        }
    }

    private sealed record Sample(FilterExpression Tree, FilterText Writing)
    {
        public string Text => Writing.Of(Tree);

        public IEnumerable<Sample> Smaller() => StoredFilterGen.Shrink(Tree).Select(tree => this with { Tree = tree });

        public override string ToString() => Text;
    }
}
