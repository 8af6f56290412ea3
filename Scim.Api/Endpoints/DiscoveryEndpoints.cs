using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.OpenApi;
using Scim.Api.Protocol;
using Scim.Api.Telemetry;
using Scim.Resources.Bodies;
using Scim.Resources.Schemas;

namespace Scim.Api.Endpoints;

/// <summary>What the service can do and what it stores (RFC 7644 section 4).</summary>
public static class DiscoveryEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    public static void MapDiscovery(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Discovery").AddEndpointFilter<RefuseFilters>().Measured("discovery");

        // Readable before a client knows how to authenticate (RFC 7643 section 5).
        group.MapMethods("/ServiceProviderConfig", Get, (ScimRequest request) => new ScimJson(ServiceProviderConfig.Describe(request.BaseUri)))
            .AllowAnonymous().WithMetadata(ServiceOperations.Config);
        group.MapMethods("/Schemas", Get, ListSchemas).WithMetadata(ServiceOperations.Schemas);
        group.MapMethods("/Schemas/{urn}", Get, FindSchema).WithMetadata(ServiceOperations.Schema);
        group.MapMethods("/ResourceTypes", Get, ListResourceTypes).WithMetadata(ServiceOperations.ResourceTypes);
        group.MapMethods("/ResourceTypes/{name}", Get, FindResourceType).WithMetadata(ServiceOperations.ResourceType);
        foreach (var path in (string[])["/ServiceProviderConfig", "/Schemas", "/ResourceTypes"]) group.MapPost($"{path}/.search", RefuseSearch).ExcludeFromDescription();
    }

    private static ScimJson ListSchemas(ScimRequest request, SchemaCatalogue catalogue) =>
        List(catalogue.Schemas.Select(x => Describe(catalogue, x, request)));

    private static Results<ScimJson, ScimError> FindSchema(string urn, ScimRequest request, SchemaCatalogue catalogue) =>
        catalogue.FindSchema(urn) is { } schema ? new ScimJson(Describe(catalogue, schema, request)) : ScimError.Undefined("Schema", urn, catalogue.Schemas.Select(x => x.Id));

    private static ScimJson ListResourceTypes(ScimRequest request, SchemaCatalogue catalogue) =>
        List(catalogue.ResourceTypes.Select(x => Describe(catalogue, x, request)));

    private static Results<ScimJson, ScimError> FindResourceType(string name, ScimRequest request, SchemaCatalogue catalogue) =>
        catalogue.FindType(name) is { } type ? new ScimJson(Describe(catalogue, type, request)) : ScimError.Undefined("ResourceType", name, catalogue.ResourceTypes.Select(x => x.Name));

    private static async Task<ScimError> RefuseSearch(ScimRequest request, HttpResponse response)
    {
        if ((await request.ReadBodyAsync()).Member("filter") is not null) return Filtered();

        response.Headers.Allow = string.Join(", ", Get);
        return ScimError.OfStatus(StatusCodes.Status405MethodNotAllowed);
    }

    private static ScimError Filtered() => ScimError.Forbidden("Discovery is not filtered; leave the filter out.");

    private static JsonObject Describe(SchemaCatalogue catalogue, Schema schema, ScimRequest request) =>
        WithMeta(catalogue.Describe(schema), "Schema", $"{request.BaseUri}/Schemas/{schema.Id}");

    private static JsonObject Describe(SchemaCatalogue catalogue, ResourceType type, ScimRequest request) =>
        WithMeta(catalogue.Describe(type), "ResourceType", $"{request.BaseUri}/ResourceTypes/{type.Name}");

    private static JsonObject WithMeta(JsonObject description, string resourceType, string location)
    {
        description["meta"] = new JsonObject { ["resourceType"] = resourceType, ["location"] = location };
        return description;
    }

    private static ScimJson List(IEnumerable<JsonObject> descriptions)
    {
        var resources = new JsonArray([.. descriptions]);
        return new ScimJson(new JsonObject
        {
            ["schemas"] = new JsonArray(ScimList.SchemaId),
            ["totalResults"] = resources.Count,
            ["startIndex"] = 1,
            ["itemsPerPage"] = resources.Count,
            ["Resources"] = resources,
        });
    }

    /// <summary>Other parameters are passed over, but a filter that is not applied would mislead (RFC 7644 section 4).</summary>
    private sealed class RefuseFilters : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            context.HttpContext.Request.Query.ContainsKey("filter")
                ? Filtered()
                : await next(context);
    }
}
