using System.Text.Json;
using System.Text.RegularExpressions;

namespace Scim.Resources.Schemas;

/// <summary>The attributes of a Schema resource, with the defaults of RFC 7643 section 2.2 where it is silent.</summary>
internal static partial class AttributeReader
{
    public static SchemaAttribute[] Read(
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
        var mutability = members.Keyword<Mutability>("mutability") ?? Mutability.ReadWrite;

        CheckName(members);
        CheckType(members, type, isSubAttribute: parent is not null && !mayNest);

        return new SchemaAttribute
        {
            Name = members.RequiredText("name"),
            Type = type,
            MultiValued = members.Flag("multiValued") ?? false,
            Description = members.Text("description"),
            Required = members.Flag("required") ?? false,
            // RFC 7643 sections 2.3.6 and 2.3.7 say so of these two, against the default of section 2.2.
            CaseExact = members.Flag("caseExact") ?? type is AttributeType.Binary or AttributeType.Reference,
            Mutability = mutability,
            Returned = ReadReturned(members, mutability),
            Uniqueness = members.Keyword<Uniqueness>("uniqueness") ?? Uniqueness.None,
            CanonicalValues = members.Texts("canonicalValues"),
            ReferenceTypes = members.Texts("referenceTypes"),
            SubAttributes = Read(source, members, "subAttributes", path, mayNest),
            Advertised = members.Flag("advertised") ?? true,
        };
    }

    /// <summary>What clients can only write is never returned (RFC 7643 section 7).</summary>
    private static Returned ReadReturned(DefinitionObject attribute, Mutability mutability)
    {
        var returned = attribute.Keyword<Returned>("returned");
        if (mutability != Mutability.WriteOnly) return returned ?? Returned.Default;
        if (returned is null or Returned.Never) return Returned.Never;

        throw attribute.Problem($"\"returned\" is {Keyword.Of(returned.Value)}, and what is writeOnly is never returned; make it never or leave it out.");
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
        {
            throw attribute.Problem(
                $"\"referenceTypes\" belongs to references, and the type is {Keyword.Of(type)}; remove it or make the type reference.");
        }

        if (type == AttributeType.Complex)
        {
            CheckComplex(attribute, isSubAttribute);
        }
        else if (attribute.Elements("subAttributes").Count > 0)
        {
            throw attribute.Problem(
                $"only a complex attribute has \"subAttributes\", and the type is {Keyword.Of(type)}; "
                + "remove them or make the type complex.");
        }
    }

    private static void CheckComplex(DefinitionObject attribute, bool isSubAttribute)
    {
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
        var name = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("name", out var value) ? value : default;
        var step = name.ValueKind == JsonValueKind.String ? DefinitionObject.Printable(name.GetRawText().Trim('"')) : "?";
        return parent is null ? step : $"{parent}.{step}";
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9$_-]*\z")]
    private static partial Regex AttributeName();
}
