using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

/// <summary>The built-in schemas, and attributes as a row of text.</summary>
internal static class SomeSchemas
{
    public static SchemaCatalogue BuiltIn { get; } = SchemaCatalogue.Load(null);

    public static Schema Named(string name) => BuiltIn.Schemas.Single(x => x.Name == name);

    public static SchemaAttribute? Find(string schema, string path)
    {
        var names = path.Split('.');
        return names.Skip(1).Aggregate(Named(schema).Find(names[0]), (attribute, name) => attribute?.Sub(name));
    }

    public static IEnumerable<SchemaAttribute> All(Schema schema) => schema.Attributes.SelectMany(Tree);

    public static IEnumerable<string> Rows(Schema schema) => schema.Attributes.SelectMany(x => Rows(x, x.Name));

    public static string Row(string path, SchemaAttribute x) => string.Join(
        ' ',
        path,
        x.Type.ToString().ToLowerInvariant(),
        x.MultiValued ? "multi" : "-",
        x.Required ? "required" : "-",
        x.CaseExact ? "exact" : "-",
        Camel(x.Mutability),
        Camel(x.Returned),
        x.IsComplex ? "-" : Camel(x.Uniqueness),
        x.Advertised ? "-" : "hidden",
        (x.CanonicalValues.Count, x.ReferenceTypes.Count) == (0, 0) ? "-" : string.Join(',', x.CanonicalValues.Concat(x.ReferenceTypes)));

    private static IEnumerable<string> Rows(SchemaAttribute attribute, string path) =>
        attribute.SubAttributes.SelectMany(x => Rows(x, $"{path}.{x.Name}")).Prepend(Row(path, attribute));

    private static IEnumerable<SchemaAttribute> Tree(SchemaAttribute attribute) =>
        attribute.SubAttributes.SelectMany(Tree).Prepend(attribute);

    private static string Camel(Enum value) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
