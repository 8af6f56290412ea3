using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.Authentication;
using Scim.Api.OpenApi;
using Scim.Api.Protocol;
using Scim.Api.Searching;
using Scim.Api.Telemetry;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.Reading;
using Scim.Storage.Writing;

namespace Scim.Api.Endpoints;

/// <summary>The operations of RFC 7644 section 3 on the resources of one type.</summary>
public sealed class ResourceEndpoints(ResourceType type)
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes, ResourceType type)
    {
        var endpoints = new ResourceEndpoints(type);
        var group = routes.MapGroup(type.Endpoint).WithTags(type.Name);

        group.MapMethods("/", Get, endpoints.List).WithMetadata(ResourceOperations.List(type)).Measured("search", type);
        group.MapPost("/.search", endpoints.Search).WithMetadata(ResourceOperations.Search(type)).Measured("search", type);
        group.MapMethods("/{id}", Get, endpoints.Find).WithMetadata(ResourceOperations.Find(type)).Measured("get", type);
        group.MapPost("/", endpoints.Create).Writes().WithMetadata(ResourceOperations.Create(type)).Measured("create", type);
        group.MapPut("/{id}", endpoints.Replace).Writes().WithMetadata(ResourceOperations.Replace(type)).Measured("replace", type);
        group.MapPatch("/{id}", endpoints.Patch).Writes().WithMetadata(ResourceOperations.Patch(type)).Measured("patch", type);
        group.MapDelete("/{id}", endpoints.Delete).Writes().WithMetadata(ResourceOperations.Delete(type)).Measured("delete", type);
    }

    private Task<ScimList> List(ScimRequest request, ResourceSearch search) => search.RunAsync(request, request.Search, [type]);

    private async Task<ScimList> Search(ScimRequest request, ResourceSearch search) =>
        await search.RunAsync(request, SearchRequest.Of(await request.ReadBodyAsync()), [type]);

    private async Task<Results<ScimResource, ScimError>> Find(string id, ScimRequest request, ResourceStore store)
    {
        var projection = request.Projection(type);
        if (!ResourceId.TryParse(id, out var guid)
            || await store.FindAsync(request.Caller.Tenant, type, guid, ResourceView.Of(projection, request.BaseUri), request.Aborted) is not { } resource)
            return ScimError.NotFound(type.Name, id);

        var (match, noneMatch) = request.Precondition;
        if (match?.Contains(resource.Version) == false) return ScimError.PreconditionFailed(type.Name, id, resource.Version);
        var status = noneMatch?.Contains(resource.Version) == true ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
        return new ScimResource(resource, projection, request.BaseUri, status);
    }

    private async Task<Results<ScimResource, ScimError>> Create(ScimRequest request, ResourceStore store) =>
        await Write(request, store, ResourceOperation.Create(type, await request.ReadBodyAsync()));

    private async Task<Results<ScimResource, ScimError>> Replace(string id, ScimRequest request, ResourceStore store) =>
        await Write(request, store, ResourceOperation.Replace(type, id, await request.ReadBodyAsync(), request.Precondition));

    private async Task<Results<ScimResource, ScimError>> Patch(string id, ScimRequest request, ResourceStore store) =>
        await Write(request, store, ResourceOperation.Patch(type, id, await request.ReadBodyAsync(), request.Precondition));

    private async Task<Results<NoContent, ScimError>> Delete(string id, ScimRequest request, ResourceStore store)
    {
        var operation = ResourceOperation.Delete(type, id, request.Precondition);
        var outcome = await store.WriteAsync(request.Caller, operation, new ResourceView(request.BaseUri, Members: false, Groups: false), request.Aborted);
        return WriteAnswers.ErrorOf(operation, outcome) is { } error ? error : TypedResults.NoContent();
    }

    private async Task<Results<ScimResource, ScimError>> Write(ScimRequest request, ResourceStore store, ResourceOperation operation)
    {
        var projection = request.Projection(type).Showing(operation.Written);
        var brief = WriteAnswers.IsBrief(operation) && !projection.IsExplicit;
        var view = brief ? new ResourceView(request.BaseUri, Members: false, Groups: false) : ResourceView.Of(projection, request.BaseUri);

        var outcome = await store.WriteAsync(request.Caller, operation, view, request.Aborted);
        return outcome is Stored x
            ? new ScimResource(x.Resource, projection, request.BaseUri, WriteAnswers.StatusOf(operation, brief))
            : WriteAnswers.ErrorOf(operation, outcome)!;
    }
}
