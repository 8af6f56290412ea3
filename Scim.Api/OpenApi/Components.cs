using Microsoft.OpenApi;
using Scim.Resources.Schemas;

namespace Scim.Api.OpenApi;

/// <summary>The schemas that operations refer to, made from the schema catalogue as they are referred to.</summary>
internal sealed class Components(SchemaCatalogue catalogue)
{
    private readonly Dictionary<Component, string> _names = [];

    /// <summary>The schemas by their names in the document.</summary>
    public SortedDictionary<string, IOpenApiSchema> Schemas { get; } = new(StringComparer.Ordinal);

    public OpenApiSchemaReference Refer(Component component)
    {
        if (_names.TryGetValue(component, out var known)) return new OpenApiSchemaReference(known);

        var name = _names[component] = NewName(component);
        Schemas[name] = Make(component);
        return new OpenApiSchemaReference(name);
    }

    private OpenApiSchema Make(Component component) => component.Form switch
    {
        ComponentForm.Answer => ResourceSchemas.Answer(Find(component)),
        ComponentForm.Request => ResourceSchemas.Request(Find(component)),
        ComponentForm.List => Messages.List(Refer(Component.Answer(Find(component)))),
        _ when component == Component.ListResponse => Messages.List(new OpenApiSchema { AnyOf = [.. catalogue.ResourceTypes.Select(x => Refer(Component.Answer(x)))] }),
        _ when component == Component.SchemaList => Messages.WholeList(Refer(Component.Schema)),
        _ when component == Component.ResourceTypeList => Messages.WholeList(Refer(Component.ResourceType)),
        _ when component == Component.BulkResponse => Messages.BulkResponse(Refer(Component.Error)),
        _ when component == Component.Schema => ResourceSchemas.Schema(Discovery(component), Refer(Component.Attribute)),
        _ when component == Component.Attribute => ResourceSchemas.Attribute(Discovery(Component.Schema), Refer(component)),
        _ when component == Component.ServiceProviderConfig || component == Component.ResourceType => ResourceSchemas.Discovery(Discovery(component)),
        _ => Messages.Of(component),
    };

    private Schema Discovery(Component component) => catalogue.FindSchema($"urn:ietf:params:scim:schemas:core:2.0:{component.Name}")!;

    private ResourceType Find(Component component) => catalogue.FindType(component.Name)!;

    /// <summary>A type of a folder may have the name of a message, which keeps it.</summary>
    private string NewName(Component component)
    {
        var name = component.Form switch
        {
            ComponentForm.Request => component.Name + "Request",
            ComponentForm.List => component.Name + "List",
            _ => component.Name,
        };
        while (component.Form != ComponentForm.Message && (_names.ContainsValue(name) || Component.IsMessage(name))) name += "_";
        return name;
    }
}
