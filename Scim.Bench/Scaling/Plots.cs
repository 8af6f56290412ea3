using Scim.Bench.Load;
using ScottPlot;

namespace Scim.Bench.Scaling;

/// <summary>Medians against sizes, both logarithmic, as SVG: a flat line costs the same at any size.</summary>
internal static class Plots
{
    public static void Save(string path, string size, Dictionary<string, List<(int Size, LoadResult Result)>> results)
    {
        using var plot = new Plot();
        foreach (var (name, points) in results)
        {
            var line = plot.Add.Scatter(points.Select(x => Math.Log10(x.Size)).ToArray(), points.Select(x => Math.Log10(x.Result.Percentile(50))).ToArray());
            line.LegendText = name;
        }

        var ticks = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = x => Math.Pow(10, x).ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture), IntegerTicksOnly = true };
        plot.Axes.Bottom.TickGenerator = ticks;
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = ticks.LabelFormatter };
        plot.XLabel(size);
        plot.YLabel("milliseconds at the median");
        plot.ShowLegend(Edge.Right);
        plot.SaveSvg(path, 1_000, 500);
    }
}
