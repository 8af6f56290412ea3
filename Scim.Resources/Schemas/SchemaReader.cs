using System.Text.Json;
using System.Text.RegularExpressions;

namespace Scim.Resources.Schemas;

/// <summary>A Schema resource of RFC 7643 section 7, read and checked.</summary>
internal static partial class SchemaReader
{
    public static Schema Read(string source, JsonElement json)
    {
        var members = new DefinitionObject(source, "schema", json, "schemas", "id", "name", "description", "attributes", "meta");
        var id = members.RequiredText("id");

        if (!SchemaUrns.IsWellFormed(id))
            throw members.Problem($"\"id\" is \"{Printable(id)}\", which is no URN that filters can name; write urn:<namespace>:<name>, without spaces, quotes, brackets, commas and semicolons.");
        if (SchemaUrns.IsMessage(id))
            throw members.Problem($"\"{id}\" names a message of the protocol; give the schema a URN of its own.");

        var attributes = ReadAttributes(source, members, "attributes", parent: null, mayNest: SchemaUrns.AreEqual(id, SchemaUrns.Schema));
        if (attributes.Length == 0)
            throw members.Problem("\"attributes\" is missing or empty; add at least one attribute.");

        return new Schema
        {
            Id = id,
            Name = members.Text("name"),
            Description = members.Text("description"),
            Attributes = attributes,
        };
    }

    private static SchemaAttribute[] ReadAttributes(
        string source, DefinitionObject owner, string member, string? parent, bool mayNest)
    {
        SchemaAttribute[] attributes = [.. owner.Elements(member).Select(x => ReadAttribute(source, x, parent, mayNest))];

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var attribute in attributes)
        {
            if (!names.Add(attribute.Name))
                throw owner.Problem($"\"{member}\" holds \"{attribute.Name}\" twice (case makes no difference); rename or remove one.");
        }

        return attributes;
    }

    private static SchemaAttribute ReadAttribute(string source, JsonElement json, string? parent, bool mayNest)
    {
        var path = Path(json, parent);
        var members = new DefinitionObject(
            source, $"attribute \"{path}\"", json,
            "name", "type", "multiValued", "description", "required", "canonicalValues", "caseExact", "mutability", "returned",
            "uniqueness", "referenceTypes", "subAttributes", "advertised");
        var type = members.Keyword<AttributeType>("type") ?? AttributeType.String;

        CheckName(members);
        CheckType(members, type, isSubAttribute: parent is not null && !mayNest);

        return new SchemaAttribute
        {
            Name = members.RequiredText("name"),
            Type = type,
            MultiValued = members.Flag("multiValued") ?? false,
            Description = members.Text("description"),
            Required = members.Flag("required") ?? false,
            CaseExact = members.Flag("caseExact") ?? type is AttributeType.Binary or AttributeType.Reference,
            Mutability = members.Keyword<Mutability>("mutability") ?? Mutability.ReadWrite,
            Returned = members.Keyword<Returned>("returned") ?? Returned.Default,
            Uniqueness = members.Keyword<Uniqueness>("uniqueness") ?? Uniqueness.None,
            CanonicalValues = members.Texts("canonicalValues"),
            ReferenceTypes = members.Texts("referenceTypes"),
            SubAttributes = ReadAttributes(source, members, "subAttributes", path, mayNest),
            Advertised = members.Flag("advertised") ?? true,
        };
    }

    private static void CheckName(DefinitionObject attribute)
    {
        var name = attribute.RequiredText("name");
        if (name != "$ref" && !AttributeName().IsMatch(name))
            throw attribute.Problem("the name must begin with a letter and hold only letters, digits, \"$\", \"-\" and \"_\"; rename it.");
    }

    private static void CheckType(DefinitionObject attribute, AttributeType type, bool isSubAttribute)
    {
        if (type != AttributeType.Reference && attribute.Texts("referenceTypes").Count > 0)
            throw attribute.Problem($"\"referenceTypes\" belongs to references, and the type is {Keyword.Of(type)}; remove it or make the type reference.");

        if (type != AttributeType.Complex)
        {
            if (attribute.Elements("subAttributes").Count > 0)
                throw attribute.Problem($"only a complex attribute has \"subAttributes\", and the type is {Keyword.Of(type)}; remove them or make the type complex.");
            return;
        }

        if (isSubAttribute)
            throw attribute.Problem("a complex attribute cannot stand inside another; give its parts to the outer one.");
        if (attribute.Elements("subAttributes").Count == 0)
            throw attribute.Problem("a complex attribute needs \"subAttributes\"; add them.");
        foreach (var characteristic in (ReadOnlySpan<string>)["caseExact", "uniqueness"])
        {
            if (attribute.Find(characteristic) is not null)
                throw attribute.Problem($"a complex attribute has no \"{characteristic}\"; remove it, or give it to the sub-attributes.");
        }
    }

    private static string Path(JsonElement json, string? parent)
    {
        var name = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("name", out var value) && value.ValueKind == JsonValueKind.String
            ? Printable(value.GetRawText().Trim('"'))
            : "?";
        return parent is null ? name : $"{parent}.{name}";
    }

    private static string Printable(string text) => string.Concat(text.Select(x => char.IsControl(x) ? '\uFFFD' : x));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9$_-]*\z")]
    private static partial Regex AttributeName();
}
