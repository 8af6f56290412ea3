using System.Diagnostics.Metrics;
using Scim.Grafana.Reconciling;
using Scim.Storage.Telemetry;
using Scim.Tests.Grafana;

namespace Scim.Tests.Api.Telemetry;

/// <summary>The table of docs/telemetry.md has every instrument that there is, as it is.</summary>
public class TelemetryDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Api", "Telemetry", "telemetry.md"));

    private static readonly string[] Rows = [.. Text.Split('\n')
        .SkipWhile(x => !x.StartsWith("| instrument |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(x => x.StartsWith('|'))];

    [Test]
    public async Task The_table_names_each_instrument_with_its_kind_and_unit_and_no_other()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == ScimMeter.Name) lock (found) found.Add($"{instrument.Name} {KindOf(instrument)} {instrument.Unit}".TrimEnd());
            },
        };
        listener.Start();
        await using var scim = await ConnectedScim.StartAsync();
        await scim.NewUserAsync($"{Some.Name()}@x.org");
        await scim.SettledAsync();
        await scim.Server.GetAsync("Users?filter=userName pr");
        using var nobody = scim.Server.NewClient(null);
        await nobody.GetAsync(new Uri("Users", UriKind.Relative));

        var described = Rows.Select(x => x.Trim('|').Split('|', StringSplitOptions.TrimEntries)).Select(x => $"{x[0].Trim('`')} {x[1]} {x[2]}".TrimEnd());
        lock (found) Assert.That(described.Order(StringComparer.Ordinal), Is.EqualTo(found));
    }

    [Test]
    public void Each_step_on_users_is_named()
    {
        var steps = typeof(Scim.Grafana.Comparing.UserStep).Assembly.GetTypes().Where(x => x.BaseType == typeof(Scim.Grafana.Comparing.UserStep));
        foreach (var step in steps)
        {
            var name = GrafanaMetrics.NameOf((Scim.Grafana.Comparing.UserStep)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(step));
            Assert.That(Text, Does.Contain($"`{name}`"));
        }
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Histogram`1" => "histogram",
        "Counter`1" => "counter",
        "ObservableGauge`1" => "gauge",
        var other => other,
    };
}
