using System.Globalization;
using Scim.Bench.Load;
using ScottPlot;

namespace Scim.Bench.Scaling;

/// <summary>Medians against sizes, both logarithmic, as SVG: a flat line costs the same at any size.</summary>
internal static class Plots
{
    public static void Save(string path, string size, Dictionary<string, List<(int Size, LoadResult Result)>> results)
    {
        using var plot = new Plot();
        plot.Add.Palette = new ScottPlot.Palettes.Category20();
        foreach (var (name, points) in results)
        {
            var line = plot.Add.Scatter(points.Select(x => Math.Log10(x.Size)).ToArray(), points.Select(x => Math.Log10(x.Result.Percentile(50))).ToArray());
            line.LegendText = name;
        }

        plot.Axes.Bottom.TickGenerator = Decades(0, 7, 1);
        plot.Axes.Left.TickGenerator = Decades(-2, 4, 1, 2, 5);
        plot.XLabel(size);
        plot.YLabel("milliseconds at the median");
        plot.ShowLegend(Edge.Right);
        plot.SaveSvg(path, 1_000, 500);
    }

    private static ScottPlot.TickGenerators.NumericManual Decades(int from, int to, params int[] steps)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        foreach (var number in Enumerable.Range(from, to - from).SelectMany(power => steps.Select(step => step * Math.Pow(10, power))))
            ticks.AddMajor(Math.Log10(number), number.ToString("#,0.##", CultureInfo.InvariantCulture));
        return ticks;
    }
}
