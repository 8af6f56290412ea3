using Scim.Api.OpenApi;
using Scim.Api.Protocol;
using Scim.Api.Searching;
using Scim.Api.Telemetry;
using Scim.Resources.Schemas;

namespace Scim.Api.Endpoints;

/// <summary>Queries over all types at once, at the root (RFC 7644 sections 3.4.2.1 and 3.4.3).</summary>
public static class SearchEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Search").Measured("search");

        group.MapMethods("/", Get, List).WithMetadata(ServiceOperations.Find);
        group.MapPost("/.search", Search).WithMetadata(ServiceOperations.Search);
    }

    private static Task<ScimList> List(ScimRequest request, ResourceSearch search, SchemaCatalogue catalogue) =>
        search.RunAsync(request, request.Search, catalogue.ResourceTypes);

    private static async Task<ScimList> Search(ScimRequest request, ResourceSearch search, SchemaCatalogue catalogue) =>
        await search.RunAsync(request, SearchRequest.Of(await request.ReadBodyAsync()), catalogue.ResourceTypes);
}
