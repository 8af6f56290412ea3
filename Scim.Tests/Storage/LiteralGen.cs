using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;
using Scim.Resources.Text;

namespace Scim.Tests.Storage;

/// <summary>Literals that an attribute can be compared with: its stored values, what is near them, and what nobody has.</summary>
internal static class LiteralGen
{
    public static Gen<Literal> Of(SchemaAttribute leaf, ComparisonOperator op, IReadOnlyList<JsonNode> values)
    {
        var fitting = leaf.Type switch
        {
            AttributeType.Boolean => Gen.Elements<Literal>(
                new BooleanLiteral("true"), new BooleanLiteral("False"), new StringLiteral("True"), new StringLiteral("false")),
            AttributeType.Integer or AttributeType.Decimal => Numbers(values),
            AttributeType.DateTime => Times(values),
            _ => Texts(leaf, op, [.. values.Select(x => x.GetValue<string>())]),
        };
        return op switch
        {
            ComparisonOperator.Eq or ComparisonOperator.Ne => Gen.Frequency(
                (12, fitting), (1, Gen.Elements<Literal>(new NullLiteral("null"), new NullLiteral("NULL"), new StringLiteral("")))),
            ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew => Gen.Frequency((20, fitting), (1, Gen.Constant<Literal>(new StringLiteral("")))),
            _ => fitting,
        };
    }

    /// <summary>A part of the text that leaves surrogate pairs whole.</summary>
    public static string Cut(string text, int start, int length)
    {
        if (start > 0 && char.IsLowSurrogate(text[start])) start--;
        var end = Math.Min(text.Length, start + Math.Max(1, length));
        if (end < text.Length && char.IsLowSurrogate(text[end])) end++;
        return text[start..end];
    }

    private static Gen<Literal> Numbers(IReadOnlyList<JsonNode> values)
    {
        var texts = values.Select(x => x.ToJsonString()).Concat(["0", "-1", "1.0", "0.10", "1e1", "1E-1", "-0", "9223372036854775808", "1.50"]).ToArray();
        return from text in Gen.Elements(texts)
               from quoted in Gen.Elements(true, false, false)
               select quoted ? (Literal)new StringLiteral(text) : new NumberLiteral(text);
    }

    private static Gen<Literal> Times(IReadOnlyList<JsonNode> values)
    {
        var seen = values.Select(x => x.GetValue<string>()).Append("2026-01-31T09:30:00Z").ToArray();
        return from text in Gen.Elements(seen)
               from ticks in Gen.Elements(0L, 0L, 0L, 1L, -1L, 5L, 10L, 10_000L, -36_000_000_000L)
               from offset in Gen.Elements(0, 0, 60, -330)
               select (Literal)new StringLiteral(Moved(text, ticks, offset));
    }

    private static string Moved(string text, long ticks, int minutes)
    {
        if (!DateTimeText.TryParse(text, out var time) || time.Year is 1 or 9999) return text;
        return time.AddTicks(ticks).ToOffset(TimeSpan.FromMinutes(minutes)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
    }

    private static Gen<Literal> Texts(SchemaAttribute leaf, ComparisonOperator op, string[] values)
    {
        var isPattern = op is ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew;
        var seen = values.Length == 0 ? Gen.Elements(TextGen.Hostile) : Gen.Frequency((5, Gen.Elements(values)), (1, Gen.Elements(TextGen.Hostile)));
        var parts = isPattern ? seen.SelectMany(text => Part(text, op)) : seen;
        var quoted =
            from text in parts
            from change in Gen.Elements<Func<string, string>>(x => x, x => x, x => x.ToUpperInvariant(), x => x.ToLowerInvariant(), x => x.Normalize(NormalizationForm.FormD))
            select change(text);
        var words = Gen.Elements<Literal>(
            new WordLiteral("007"), new NumberLiteral("1e5"), new NumberLiteral("1E5"), new NumberLiteral("-0"), new BooleanLiteral("true"),
            new WordLiteral("anna"), new WordLiteral("ANNA"), new WordLiteral("$1"), new WordLiteral("%"), new WordLiteral("李"));
        return Gen.Frequency((9, quoted.Where(x => Fits(x, leaf, isPattern)).Select(x => (Literal)new StringLiteral(x))), (1, words));
    }

    private static Gen<string> Part(string text, ComparisonOperator op) =>
        from start in Gen.Choose(0, text.Length - 1)
        from length in Gen.Frequency((3, Gen.Choose(1, 6)), (1, Gen.Constant(FilterBinder.MaxPatternLength)))
        select op switch
        {
            ComparisonOperator.Sw => Cut(text, 0, length),
            ComparisonOperator.Ew => Cut(text, Math.Max(0, text.Length - length), length),
            _ => Cut(text, start, length),
        };

    private static bool Fits(string text, SchemaAttribute leaf, bool isPattern) =>
        text.Length > 0 && (!isPattern || PreparedText.Prepare(text, leaf.CaseExact).Length <= FilterBinder.MaxPatternLength);
}
