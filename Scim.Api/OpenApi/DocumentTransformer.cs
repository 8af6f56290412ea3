using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Scim.Api.OpenApi;

/// <summary>Makes the document one of the SCIM interface: paths below the base, and the schemas that the operations refer to.</summary>
internal sealed class DocumentTransformer(Components components) : IOpenApiDocumentTransformer
{
    public const string Bearer = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "SCIM 2.0",
            Version = typeof(DocumentTransformer).Assembly.GetName().Version!.ToString(3),
            Description = "Users, groups and whatever else the service keeps, by RFC 7643 and RFC 7644.",
        };
        document.Servers = null;

        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths) paths[$"/{path["/scim".Length..].Trim('/')}"] = item;
        document.Paths = paths;

        document.Components = new OpenApiComponents
        {
            Schemas = components.Schemas.ToDictionary(),
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of the service." },
            },
        };
        return Task.CompletedTask;
    }
}
