using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Patching;
using Scim.Resources.Schemas;

namespace Scim.Resources.Bodies;

/// <summary>Reads the body of POST (RFC 7644 section 3.3) and PUT (section 3.5.1).</summary>
public static class ResourceBody
{
    /// <exception cref="ScimException">The body is no valid resource of the type.</exception>
    public static ResourceDraft Read(ResourceType type, JsonObject body) => Read(type, body, current: null);

    /// <summary>Reads the body of a PUT, which replaces all that it may and keeps what it must.</summary>
    /// <param name="current">The document there is.</param>
    /// <exception cref="ScimException">The body is no valid resource, or changes an immutable attribute.</exception>
    public static ResourceDraft ReadReplacement(ResourceType type, JsonObject body, JsonObject current)
    {
        var draft = Read(type, body, current);
        ResourceRules.RequireImmutable(type, current, draft.Document);
        return draft;
    }

    private static ResourceDraft Read(ResourceType type, JsonObject body, JsonObject? current)
    {
        var editor = new ResourceEditor(type, []);
        if (current is not null && type.Schema.Find("members") is not null) editor.Members.RemoveAll();

        RequireSchema(type, body);
        foreach (var (key, value) in body)
        {
            if (key.Equals("schemas", StringComparison.OrdinalIgnoreCase)) continue;
            if (AttributeTarget.FindKey(type, key) is not { } target) editor.Ignore(key);
            else if (!target.IsReadOnly) editor.Apply(PatchKind.Add, target, value);
        }

        if (current is not null) ResourceRules.KeepImmutable(type, current, editor.Document);
        SetDefaults(type, editor.Document, current);
        editor.Finish();
        ResourceRules.Require(type, editor.Document);
        return new ResourceDraft(editor.Document, editor.Members, editor.Ignored);
    }

    private static void RequireSchema(ResourceType type, JsonObject body)
    {
        var schemas = body.Member("schemas");
        if (schemas is not JsonArray { Count: > 0 } list)
            throw ScimException.InvalidSyntax($"The body needs \"schemas\", an array with \"{type.Schema.Id}\".");
        if (!list.All(x => x?.GetValueKind() == JsonValueKind.String))
            throw ScimException.InvalidSyntax("\"schemas\" must be an array of strings.");
        if (!list.Any(x => x!.GetValue<string>().Equals(type.Schema.Id, StringComparison.OrdinalIgnoreCase)))
            throw ScimException.InvalidSyntax($"The body of a {type.Name} needs \"{type.Schema.Id}\" in \"schemas\".");
    }

    /// <summary>A new user is active unless the client has to say; a PUT that does not say leaves a leaver disabled.</summary>
    private static void SetDefaults(ResourceType type, JsonObject document, JsonObject? current)
    {
        if (type.Schema.Find("active") is { Type: AttributeType.Boolean, MultiValued: false, Required: false } active) document.TryAdd(active.Name, current?[active.Name]?.DeepClone() ?? true);
    }
}
