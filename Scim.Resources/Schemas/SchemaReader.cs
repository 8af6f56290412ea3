using System.Text.Json;

namespace Scim.Resources.Schemas;

/// <summary>A Schema resource of RFC 7643 section 7, read and checked.</summary>
internal static class SchemaReader
{
    public static Schema Read(string source, JsonElement json)
    {
        var members = new DefinitionObject(source, "schema", json, "schemas", "id", "name", "description", "attributes", "meta");
        var id = members.RequiredText("id");

        if (!SchemaUrns.IsWellFormed(id))
        {
            throw members.Problem(
                $"\"id\" is \"{DefinitionObject.Printable(id)}\", which is no URN that filters can name; "
                + "write urn:<namespace>:<name>, without spaces, quotes, brackets, commas and semicolons.");
        }

        if (SchemaUrns.IsMessage(id))
            throw members.Problem($"\"{id}\" names a message of the protocol; give the schema a URN of its own.");

        var mayNest = SchemaUrns.AreEqual(id, SchemaUrns.Schema);
        var attributes = AttributeReader.Read(source, members, "attributes", parent: null, mayNest);
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
}
