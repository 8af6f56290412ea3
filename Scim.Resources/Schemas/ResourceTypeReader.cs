using System.Text.Json;
using System.Text.RegularExpressions;

namespace Scim.Resources.Schemas;

/// <summary>A ResourceType resource of RFC 7643 section 6, read and checked; its schemas are still only named.</summary>
internal static partial class ResourceTypeReader
{
    public static ResourceTypeDefinition Read(string source, bool isBuiltIn, JsonElement json)
    {
        var members = new DefinitionObject(
            source, "resource type", json, "schemas", "id", "name", "description", "endpoint", "schema", "schemaExtensions", "meta");
        var name = members.RequiredText("name");

        if (!Name().IsMatch(name))
            throw members.Problem("\"name\" must begin with a letter and hold only letters, digits, \"-\" and \"_\"; rename it.");
        if (members.Text("id") is { } id && id != name)
            throw members.Problem($"\"id\" is \"{id}\" and \"name\" is \"{name}\"; make them equal or leave \"id\" out.");

        return new ResourceTypeDefinition(source, isBuiltIn, name)
        {
            Description = members.Text("description"),
            Endpoint = ReadEndpoint(members),
            Schema = members.RequiredText("schema"),
            Extensions = [.. members.Elements("schemaExtensions").Select(x => ReadExtension(source, name, x))],
        };
    }

    private static string ReadEndpoint(DefinitionObject type)
    {
        var endpoint = "/" + type.RequiredText("endpoint").TrimStart('/');

        if (OwnEndpoint().IsMatch(endpoint))
            throw type.Problem($"\"endpoint\" is \"{endpoint}\", which the service uses itself; choose another.");
        if (!Endpoint().IsMatch(endpoint))
            throw type.Problem($"\"endpoint\" must be one path segment of letters, digits, \"-\", \"_\" and \".\", such as /Devices.");

        return endpoint;
    }

    private static ExtensionDefinition ReadExtension(string source, string type, JsonElement json)
    {
        var members = new DefinitionObject(source, $"resource type \"{type}\", schemaExtensions", json, "schema", "required");

        return new ExtensionDefinition(
            members.RequiredText("schema"),
            members.Flag("required") ?? throw members.Problem("\"required\" is missing; add true or false."));
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A/[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Endpoint();

    // A version such as v2 may stand in the path right behind the base address.
    [GeneratedRegex(@"\A/(?i:Schemas|ResourceTypes|ServiceProviderConfig|Me|Bulk|\.search|v[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnEndpoint();
}
