using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Filter;
using Scim.Resources.Schemas;

namespace Scim.Tests.Storage;

/// <summary>
/// Random filters over a type that bind, every operator on every attribute that has it. Literals come from the stored values, so that there are matches.
/// </summary>
internal sealed class StoredFilterGen
{
    private static readonly ComparisonOperator[] Equality = [ComparisonOperator.Eq, ComparisonOperator.Ne];
    private static readonly ComparisonOperator[] Patterns = [ComparisonOperator.Co, ComparisonOperator.Sw, ComparisonOperator.Ew];
    private static readonly ComparisonOperator[] Order = [ComparisonOperator.Gt, ComparisonOperator.Ge, ComparisonOperator.Lt, ComparisonOperator.Le];

    private readonly IReadOnlyList<JsonObject> _resources;
    private readonly Gen<FilterExpression> _terms;

    public StoredFilterGen(ResourceType type, IReadOnlyList<JsonObject> resources)
    {
        _resources = resources;
        var core = type.Schema.Attributes.Concat(CommonAttributes.All)
            .SelectMany(x => Of(x, scope => scope, Gen.Elements(null, type.Schema.Id, type.Schema.Id.ToUpperInvariant()))).ToList();
        var extensions = type.Extensions
            .SelectMany(e => e.Schema.Attributes.SelectMany(x => Of(x, scope => scope[e.Schema.Id], Gen.Constant<string?>(e.Schema.Id)))
                .Append(Gen.Constant((FilterExpression)new Presence(AsPath(e.Schema.Id))))).ToList();
        _terms = Gen.OneOf([Gen.OneOf(core), .. extensions.Count == 0 ? [] : new[] { Gen.OneOf(extensions) }]);
    }

    public Gen<FilterExpression> Filters => Gen.Sized(size => Tree(_terms, Math.Min(size / 30, 3)));

    public static IEnumerable<FilterExpression> Shrink(FilterExpression filter) => filter switch
    {
        Conjunction x => ShrinkAll(x.Operands, all => new Conjunction(all)),
        Disjunction x => ShrinkAll(x.Operands, all => new Disjunction(all)),
        Negation x => Shrink(x.Operand).Select(operand => (FilterExpression)new Negation(operand)).Prepend(x.Operand),
        ElementMatch x => Shrink(x.Filter).Select(inner => x with { Filter = inner }),
        Comparison { Value: StringLiteral { Text.Length: > 1 } text } x => [x with { Value = new StringLiteral(LiteralGen.Cut(text.Text, 0, text.Text.Length / 2)) }],
        _ => [],
    };

    private static IEnumerable<FilterExpression> ShrinkAll(IReadOnlyList<FilterExpression> operands, Func<FilterExpression[], FilterExpression> node) =>
    [
        .. operands,
        .. operands.Count > 2 ? operands.Select((_, i) => node([.. operands.Where((_, k) => k != i)])) : [],
        .. operands.SelectMany((operand, i) => Shrink(operand).Select(small => node([.. operands.Select((x, k) => k == i ? small : x)]))),
    ];

    private static Gen<FilterExpression> Tree(Gen<FilterExpression> terms, int depth)
    {
        if (depth == 0) return terms;

        var operands =
            from count in Gen.Choose(2, depth < 3 ? 3 : 2) // at most 18 terms: of some kinds a filter holds no more than 20
            from trees in Tree(terms, depth - 1).ArrayOf(count)
            select trees;
        return Gen.OneOf(
            terms,
            operands.Select(trees => (FilterExpression)new Conjunction(trees)),
            operands.Select(trees => (FilterExpression)new Disjunction(trees)),
            Tree(terms, depth - 1).Select(tree => (FilterExpression)new Negation(tree)));
    }

    private IEnumerable<Gen<FilterExpression>> Of(SchemaAttribute attribute, Func<JsonObject, JsonNode?> scope, Gen<string?> schemas)
    {
        var elements = _resources.SelectMany(x => Flatten((scope(x) as JsonObject)?[attribute.Name])).ToList();
        var whole = from schema in schemas from name in Spelling(attribute.Name) select new AttributePath(schema, name, null);
        yield return whole.Select(path => (FilterExpression)new Presence(path));

        if (!attribute.IsComplex) yield return Compare(whole, attribute, elements);

        var inside = new List<Gen<FilterExpression>>();
        foreach (var sub in attribute.IsComplex ? attribute.SubAttributes : attribute.MultiValued ? [AttributeResolver.SubOf(attribute, "value")!] : [])
        {
            var values = attribute.IsComplex ? elements.OfType<JsonObject>().SelectMany(x => Flatten(x[sub.Name])).ToList() : elements;
            var dotted = from path in whole from name in Spelling(sub.Name) select path with { SubAttribute = name };
            var bare = Spelling(sub.Name).Select(name => new AttributePath(null, name, null));
            yield return dotted.Select(path => (FilterExpression)new Presence(path));
            yield return Compare(dotted, sub, values);
            if (attribute.IsComplex && sub.Name == "value") yield return Compare(whole, sub, values);
            inside.Add(bare.Select(path => (FilterExpression)new Presence(path)));
            inside.Add(Compare(bare, sub, values));
        }

        if (inside.Count == 0) yield break;
        var brackets = Gen.Sized(size => Tree(Gen.OneOf(inside), Math.Min(size / 30, 2)));
        for (var i = 0; i < 3; i++)
            yield return from path in whole from filter in brackets select (FilterExpression)new ElementMatch(path, filter);
    }

    private static Gen<FilterExpression> Compare(Gen<AttributePath> paths, SchemaAttribute leaf, IReadOnlyList<JsonNode> values)
    {
        var operators = leaf.Type switch
        {
            AttributeType.Boolean or AttributeType.Binary => Equality,
            AttributeType.String or AttributeType.Reference => [.. Equality, .. Patterns, .. Order],
            _ => [.. Equality, .. Order],
        };
        return from path in paths
               from op in Gen.Elements(operators)
               from literal in LiteralGen.Of(leaf, op, values)
               select (FilterExpression)new Comparison(path, op, literal);
    }

    private static IEnumerable<JsonNode> Flatten(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => array.OfType<JsonNode>(),
        _ => [node],
    };

    private static Gen<string> Spelling(string name) =>
        Gen.Frequency((3, Gen.Constant(name)), (1, Gen.Constant(name.ToLowerInvariant())), (1, Gen.Constant(name.ToUpperInvariant())));

    private static AttributePath AsPath(string urn) => new(urn[..urn.LastIndexOf(':')], urn[(urn.LastIndexOf(':') + 1)..], null);
}
