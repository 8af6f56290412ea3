namespace Scim.Resources.Schemas;

/// <summary>
/// Attributes of a core schema that the service does something with by their names: the members of a group and the groups of a member, which are
/// rows and not part of a document, and the name by which a group shows a member.
/// </summary>
internal static class DerivedRules
{
    private static readonly string[] Parts = ["value", "$ref", "display", "type"];

    public static void Check(SchemaDefinition definition, Schema schema)
    {
        if (schema.Find("members") is { } members && !(IsRows(members) && members is { Name: "members", Required: false, Mutability: Mutability.ReadWrite }))
            throw definition.Problem(members.Name, $"it is the \"members\" of a group, which are complex, multiValued, readWrite and not required, with {Of(Parts)}; change or rename it.");
        if (schema.Find("groups") is { } groups && !(IsRows(groups) && groups is { Name: "groups", Mutability: Mutability.ReadOnly }))
            throw definition.Problem(groups.Name, $"it is the \"groups\" of a member, which are complex, multiValued and readOnly, with {Of(Parts)}; change or rename it.");
        if (schema.Find("displayName") is { } name && !(IsShown(name) && name.Name == "displayName"))
            throw definition.Problem(name.Name, Shown("displayName"));
        if (schema.Find("name") is { MultiValued: false } outer && outer.Sub("formatted") is { } formatted && !(IsShown(formatted) && (outer.Name, formatted.Name, outer.Returned) is ("name", "formatted", not Returned.Never)))
            throw definition.Problem($"{outer.Name}.{formatted.Name}", Shown("name.formatted"));
    }

    private static string Shown(string name) =>
        $"a group shows \"{name}\" as the name of a member, so it is one string that is returned and not caseExact; change or rename it.";

    // Rows have these columns and no others.
    private static bool IsRows(SchemaAttribute attribute) =>
        attribute is { IsComplex: true, MultiValued: true }
        && attribute.Sub("value") is not null
        && attribute.SubAttributes.All(x => Parts.Contains(x.Name) && x is { MultiValued: false, Type: AttributeType.String or AttributeType.Reference });

    private static bool IsShown(SchemaAttribute attribute) =>
        attribute is { Type: AttributeType.String, MultiValued: false, CaseExact: false } && attribute.Returned != Returned.Never;

    private static string Of(string[] parts) => $"no parts but {string.Join(", ", parts[..^1])} and {parts[^1]}, which are single strings or references";
}
