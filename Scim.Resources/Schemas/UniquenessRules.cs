namespace Scim.Resources.Schemas;

/// <summary>What of a file can be kept unique: one attribute of each type, which has a key of its own in the database.</summary>
internal static class UniquenessRules
{
    public static void Check(SchemaDefinition definition, Schema schema, bool isCore)
    {
        foreach (var attribute in schema.Attributes)
        {
            if (attribute.SubAttributes.FirstOrDefault(x => x.Uniqueness != Uniqueness.None) is { } part)
                throw Problem($"{attribute.Name}.{part.Name}", part, "a part of a complex attribute cannot be kept unique; make it none.");
        }

        var unique = schema.Attributes.Where(x => x.Uniqueness != Uniqueness.None).ToList();
        foreach (var attribute in unique)
        {
            if (Obstacle(attribute, isCore) is { } obstacle) throw Problem(attribute.Name, attribute, obstacle);
        }

        if (unique.Count > 1)
            throw Problem(unique[1].Name, unique[1], $"so is that of \"{unique[0].Name}\", and a type keeps one attribute unique; make one of them none.");

        SchemaException Problem(string path, SchemaAttribute attribute, string text) =>
            definition.Problem(path, $"\"uniqueness\" is {Keyword.Of(attribute.Uniqueness)}; {text}");
    }

    private static string? Obstacle(SchemaAttribute attribute, bool isCore) => attribute switch
    {
        _ when !isCore => "an attribute of an extension cannot be kept unique; make it none, or move the attribute to the core schema of a type.",
        { Uniqueness: Uniqueness.Global } => "a value is kept unique within its tenant and resource type only; make it server or none.",
        { Type: not AttributeType.String } => $"only a string can be kept unique, and the type is {Keyword.Of(attribute.Type)}; make it none.",
        { MultiValued: true } => "an attribute of many values cannot be kept unique; make it none.",
        { Returned: Returned.Never } => "a value that is never returned would be told by which others are refused; make it none.",
        _ => null,
    };
}
