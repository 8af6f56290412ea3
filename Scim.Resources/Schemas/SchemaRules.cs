namespace Scim.Resources.Schemas;

/// <summary>What a schema may hold, given the part it plays among the others.</summary>
internal static class SchemaRules
{
    /// <summary>The schema, without the common attributes that a core schema may list.</summary>
    public static Schema Check(SchemaDefinition definition, bool isCore, IReadOnlyList<ResourceTypeDefinition> types)
    {
        if (SchemaUrns.IsDiscovery(definition.Schema.Id))
            return definition.Schema;

        var schema = definition.Schema with
        {
            Attributes = [.. definition.Schema.Attributes.Where(x => !IsCommon(definition, x, isCore))],
        };

        if (!definition.IsBuiltIn)
        {
            UniquenessRules.Check(definition, schema, isCore);
            if (isCore) DerivedRules.Check(definition, schema);
        }

        foreach (var attribute in schema.Attributes)
        {
            CheckAttribute(definition, attribute, attribute.Name, types);
            foreach (var part in attribute.SubAttributes)
                CheckAttribute(definition, part, $"{attribute.Name}.{part.Name}", types);
        }

        return schema;
    }

    private static bool IsCommon(SchemaDefinition definition, SchemaAttribute attribute, bool isCore)
    {
        if (CommonAttributes.Find(attribute.Name) is not { } common)
            return false;
        if (!isCore)
            throw Problem(definition, attribute.Name, "every resource has it already, outside the extension; remove or rename it.");

        return Agree(attribute, common)
            ? true
            : throw Problem(definition, attribute.Name, "every resource has it already, with other characteristics; remove or rename it.");
    }

    private static bool Agree(SchemaAttribute left, SchemaAttribute right) =>
        (left.Name, left.Type, left.MultiValued, left.Required) == (right.Name, right.Type, right.MultiValued, right.Required)
        && (left.CaseExact, left.Mutability, left.Returned, left.Uniqueness)
            == (right.CaseExact, right.Mutability, right.Returned, right.Uniqueness)
        && left.SubAttributes.Count == right.SubAttributes.Count
        && left.SubAttributes.Zip(right.SubAttributes).All(x => Agree(x.First, x.Second));

    private static void CheckAttribute(
        SchemaDefinition definition, SchemaAttribute attribute, string path, IReadOnlyList<ResourceTypeDefinition> types)
    {
        foreach (var target in attribute.ReferenceTypes)
        {
            if (target is not ("external" or "uri") && !types.Any(x => x.Name == target))
            {
                throw Problem(
                    definition, path,
                    $"\"referenceTypes\" holds \"{target}\", which is no resource type; "
                    + $"write external, uri, or one of {string.Join(", ", types.Select(x => x.Name))}.");
            }
        }
    }

    private static SchemaException Problem(SchemaDefinition definition, string attribute, string text) => definition.Problem(attribute, text);
}
