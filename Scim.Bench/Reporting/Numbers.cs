using System.Globalization;

namespace Scim.Bench.Reporting;

/// <summary>Numbers as the tables show them.</summary>
internal static class Numbers
{
    public static string Round(this double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Fixed(this double number, int digits = 2) => number.ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static double Median(this IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
