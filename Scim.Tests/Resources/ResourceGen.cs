using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Resources.Schemas;

namespace Scim.Tests.ResourceModel;

/// <summary>Random bodies of users in all the spellings clients use, and random operations, of which some make no sense.</summary>
internal static class ResourceGen
{
    private static readonly ResourceType Type = SomeTypes.User;

    private static readonly Gen<JsonNode?> Unassigned =
        Gen.Elements("null", "\"\"", "[]", "{}", "[null]", "{\"value\":null}").Select(json => JsonNode.Parse(json));

    /// <summary>A body with <c>schemas</c> and a <c>userName</c>.</summary>
    public static Gen<JsonObject> Bodies { get; } =
        from core in Attributes(Type.Schema.Attributes)
        from extensions in Gen.CollectToList(Type.Extensions, x => Attributes(x.Schema.Attributes).Select(content => (x.Schema.Id, content)))
        from qualified in Gen.Elements(true, false).ListOf(extensions.Count)
        select Body(core, extensions.Zip(qualified, (x, y) => (x.Id, x.content, y)));

    public static Gen<string> Operations { get; } =
        (from kind in Gen.Elements("add", "replace", "remove", "Add", "Replace", "Remove")
         from path in Paths
         from value in ValuesFor(path.Attribute)
         from pathless in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
         select Operation(kind, path.Text, value, pathless)).NonEmptyListOf().Resize(6).Select(operations => string.Join(" ;; ", operations));

    private static Gen<(string Text, SchemaAttribute? Attribute)> Paths =>
        from scope in Gen.Elements(Type.Extensions.Select(x => (SchemaExtension?)x).Append(null).ToArray())
        from attribute in Gen.Elements((scope?.Schema ?? Type.Schema).Attributes.ToArray())
        from sub in Gen.Elements<SchemaAttribute?>([null, .. attribute.SubAttributes])
        from filter in attribute.IsComplex || attribute.MultiValued ? Filters(attribute) : Gen.Constant("")
        from bare in Gen.Frequency((12, Gen.Constant(false)), (1, Gen.Constant(true)))
        from name in Case(attribute.Name)
        select bare && scope is not null
            ? (scope.Schema.Id, null)
            : ((scope is null ? "" : scope.Schema.Id + ":") + name + filter + (sub is null ? "" : $".{sub.Name}"), (SchemaAttribute?)(sub ?? attribute));

    private static Gen<string> Filters(SchemaAttribute attribute) =>
        from sub in Gen.Elements(attribute.IsComplex ? attribute.SubAttributes.Select(x => x.Name).ToArray() : ["value"])
        from other in Gen.Elements(attribute.IsComplex ? attribute.SubAttributes.Select(x => x.Name).ToArray() : ["value"])
        from literal in Gen.Elements("\"a\"", "\"B\"", "\"work\"", "\"True\"", "true", "7", "null", "\"\"")
        from template in Gen.Elements(
            "", "", "", "", "", "[{0} eq {2}]", "[{0} eq {2}]", "[{0} eq {2}]", "[{0} ne {2}]", "[{0} pr]", "[{0} eq {2} and {1} eq {2}]",
            "[{0} eq {2} or {1} pr]", "[not ({0} eq {2})]", "[{0} sw {2}]", "[{0} gt {2}]")
        select string.Format(null, template, sub, other, literal);

    private static Gen<JsonObject> Attributes(IReadOnlyList<SchemaAttribute> attributes) =>
        from some in Gen.SubListOf(attributes.ToArray())
        from fewer in Gen.SubListOf(some.ToArray())
        let chosen = fewer.Union(attributes.Where(x => x.Required))
        from properties in Gen.CollectToList(chosen.ToArray(), attribute =>
            from name in Case(attribute.Name)
            from value in ValuesFor(attribute)
            select KeyValuePair.Create(name, value))
        select new JsonObject(properties.Select(x => KeyValuePair.Create(x.Key, x.Value?.DeepClone())));

    private static Gen<JsonNode?> ValuesFor(SchemaAttribute? attribute) => Gen.Frequency(
        (1, JsonGen.Values),
        (10, Unassigned),
        (200, attribute is null ? JsonGen.Values : attribute.MultiValued ? Many(attribute) : One(attribute)));

    private static Gen<JsonNode?> Many(SchemaAttribute attribute) => Gen.Frequency(
        (1, One(attribute)),
        (5, One(attribute).ListOf().Resize(4).Select(items => (JsonNode?)new JsonArray([.. items.Select(x => x?.DeepClone())]))));

    private static Gen<JsonNode?> One(SchemaAttribute attribute) => attribute.IsComplex
        ? Gen.Frequency((1, Simple(AttributeType.String)), (100, Attributes(attribute.SubAttributes).Select(x => (JsonNode?)x)))
        : Gen.Frequency((1, Unassigned), (12, Simple(attribute.Type)));

    private static Gen<JsonNode?> Simple(AttributeType type) => type switch
    {
        AttributeType.Boolean => Gen.Elements("true", "\"True\"", "false", "\"False\"", "false", "false", "false", "false"),
        AttributeType.Integer => Gen.Elements("0", "-7", "7", "\"7\"", "\"-0\""),
        AttributeType.Decimal => Gen.Elements("0", "1.50", "1.5", "1e2", "\"0.10\""),
        AttributeType.DateTime => Gen.Elements("\"2026-01-31T09:30:00Z\"", "\"2026-01-31T09:30:00.5+02:00\""),
        AttributeType.Binary => Gen.Elements("\"AQID\"", "\"AQ==\"", "\"-_8\""),
        _ => Gen.Elements("\"a\"", "\"A\"", "\"b\"", "\"B\"", "\"work\"", "\"True\"", "\"7\"", "\"å\"", "\"\\u212b\"", "\"ﬁ\"", "\"😀\""),
    } is var texts ? texts.Select(json => JsonNode.Parse(json)) : throw new NotSupportedException();

    private static Gen<string> Case(string name) => Gen.Elements(name, name, name.ToUpperInvariant(), name.ToLowerInvariant());

    private static JsonObject Body(JsonObject core, IEnumerable<(string Urn, JsonObject Content, bool Qualified)> extensions)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(Type.Schema.Id) };
        foreach (var (name, value) in core) body[name] = value?.DeepClone();
        foreach (var (urn, content, qualified) in extensions)
        {
            if (!qualified) body[urn] = content.DeepClone();
            else foreach (var (name, value) in content) body[$"{urn}:{name}"] = value?.DeepClone();
        }

        if (!body.Any(x => x.Key.Equals("userName", StringComparison.OrdinalIgnoreCase))) body["userName"] = "anna";
        return body;
    }

    private static string Operation(string kind, string path, JsonNode? value, bool pathless)
    {
        var json = value?.ToJsonString() ?? "null";
        if (!pathless) return $"{kind} {path} = {json}";
        return $"{kind} = {new JsonObject { [path] = value?.DeepClone() }.ToJsonString()}";
    }
}
