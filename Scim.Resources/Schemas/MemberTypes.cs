namespace Scim.Resources.Schemas;

/// <summary>
/// Which types a group's members have, and which types have members: with types of files there are more than the definitions of users and groups can know.
/// </summary>
internal static class MemberTypes
{
    /// <param name="schema">A built-in schema.</param>
    /// <param name="all">The names of all resource types: a resource of any type can be a member.</param>
    /// <param name="groups">Those of them that have members.</param>
    public static Schema Complete(Schema schema, IReadOnlyList<string> all, IReadOnlyList<string> groups) => schema with
    {
        Attributes = [.. schema.Attributes.Select(x => x.Name switch
        {
            "members" => WithParts(x, part => part.Name switch
            {
                "$ref" => part with { ReferenceTypes = all },
                "type" => part with { CanonicalValues = all },
                _ => part,
            }),
            "groups" => WithParts(x, part => part.Name == "$ref" ? part with { ReferenceTypes = groups } : part),
            _ => x,
        })],
    };

    private static SchemaAttribute WithParts(SchemaAttribute attribute, Func<SchemaAttribute, SchemaAttribute> change) =>
        attribute with { SubAttributes = [.. attribute.SubAttributes.Select(change)] };
}
