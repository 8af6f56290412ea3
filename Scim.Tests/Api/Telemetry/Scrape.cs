using System.Globalization;
using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Telemetry;

/// <summary>What <c>/metrics</c> said, series by series.</summary>
internal sealed partial record Scrape(string Text, IReadOnlyList<Series> All)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<Scrape> OfAsync(Uri root, string? token = null)
    {
        using var client = new HttpClient { BaseAddress = root };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return Of(await client.GetStringAsync("metrics"));
    }

    /// <summary>Scrapes until it is so: gauges of the database are read every 15 seconds.</summary>
    public static async Task<Scrape> WhenAsync(Uri root, Func<Scrape, bool> holds)
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            var scrape = await OfAsync(root);
            if (holds(scrape)) return scrape;
            if (DateTime.UtcNow > until) Assert.Fail($"It does not come to be:\n{string.Join('\n', scrape.All.Where(x => x.Name.StartsWith("scim_", StringComparison.Ordinal) && !x.Name.EndsWith("_bucket", StringComparison.Ordinal)))}");
            await Task.Delay(250);
        }
    }

    /// <summary>The value of the one series of that name whose labels are these, and no others but that of the meter; null where there is none.</summary>
    public double? Value(string name, params (string Label, string Value)[] labels) => All
        .Where(x => x.Name == name && x.Labels.Count == labels.Length && labels.All(label => x.Labels.GetValueOrDefault(label.Label) == label.Value))
        .Select(x => (double?)x.Value)
        .SingleOrDefault();

    public IEnumerable<Series> Of(params string[] names) => All.Where(x => names.Contains(x.Name));

    private static Scrape Of(string text) => new(text, [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(x => x[0] != '#').Select(Read)]);

    private static Series Read(string line)
    {
        var match = Sample().Match(line);
        Assert.That(match.Success, line);
        var labels = Label().Matches(match.Groups["labels"].Value)
            .Where(x => !x.Groups[1].Value.StartsWith("otel_scope_", StringComparison.Ordinal))
            .ToDictionary(x => x.Groups[1].Value, x => x.Groups[2].Value);
        return new Series(match.Groups["name"].Value, labels, double.Parse(match.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>[-+0-9.eE]+|NaN|[+-]Inf)( [0-9]+)?$")]
    private static partial Regex Sample();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)""")]
    private static partial Regex Label();
}

internal sealed record Series(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public override string ToString() => $"{Name}{{{string.Join(',', Labels.Select(x => $"{x.Key}={x.Value}"))}}} {Value}";
}
