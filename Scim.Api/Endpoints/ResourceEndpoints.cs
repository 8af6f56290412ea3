using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.Protocol;
using Scim.Api.Searching;
using Scim.Resources.Bodies;
using Scim.Resources.Patching;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.Reading;
using Scim.Storage.Writing;
using NotFound = Scim.Storage.Writing.NotFound;

namespace Scim.Api.Endpoints;

/// <summary>The operations of RFC 7644 section 3 on the resources of one type.</summary>
public sealed class ResourceEndpoints(ResourceType type)
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes, ResourceType type)
    {
        var endpoints = new ResourceEndpoints(type);
        var group = routes.MapGroup(type.Endpoint).WithTags(type.Name);

        group.MapMethods("/", Get, endpoints.List);
        group.MapPost("/.search", endpoints.Search);
        group.MapMethods("/{id}", Get, endpoints.Find);
        group.MapPost("/", endpoints.Create);
        group.MapPut("/{id}", endpoints.Replace);
        group.MapPatch("/{id}", endpoints.Patch);
        group.MapDelete("/{id}", endpoints.Delete);
    }

    private Task<ScimList> List(ScimRequest request, ResourceSearch search) => search.RunAsync(request, request.Search, [type]);

    private async Task<ScimList> Search(ScimRequest request, ResourceSearch search) =>
        await search.RunAsync(request, SearchRequest.Of(await request.ReadBodyAsync()), [type]);

    private async Task<Results<ScimResource, ScimError>> Find(string id, ScimRequest request, ResourceStore store)
    {
        var projection = request.Projection(type);
        return ResourceId.TryParse(id, out var guid)
            && await store.FindAsync(request.Caller.Tenant, type, guid, ResourceView.Of(projection, request.BaseUri), request.Aborted) is { } resource
                ? new ScimResource(resource, projection, request.BaseUri)
                : ScimError.NotFound(type.Name, id);
    }

    private async Task<Results<ScimResource, ScimError>> Create(ScimRequest request, ResourceStore store)
    {
        var projection = request.Projection(type);
        var draft = ResourceBody.Read(type, await request.ReadBodyAsync());
        var outcome = await store.CreateAsync(request.Caller, type, draft, ResourceView.Of(projection, request.BaseUri), request.Aborted);
        return Answer(outcome, "", projection, request, StatusCodes.Status201Created);
    }

    private async Task<Results<ScimResource, ScimError>> Replace(string id, ScimRequest request, ResourceStore store)
    {
        var projection = request.Projection(type);
        var body = await request.ReadBodyAsync();
        if (!ResourceId.TryParse(id, out var guid)) return ScimError.NotFound(type.Name, id);

        var outcome = await store.ReplaceAsync(request.Caller, type, guid, body, ResourceView.Of(projection, request.BaseUri), request.Aborted);
        return Answer(outcome, id, projection, request, StatusCodes.Status200OK);
    }

    private async Task<Results<ScimResource, ScimError>> Patch(string id, ScimRequest request, ResourceStore store)
    {
        var projection = request.Projection(type);
        var patch = PatchRequest.Parse(type, await request.ReadBodyAsync());
        if (!ResourceId.TryParse(id, out var guid)) return ScimError.NotFound(type.Name, id);

        // A group is answered without its members, of which there may be very many.
        var brief = HasMembers && !projection.IsExplicit;
        var view = brief ? new ResourceView(request.BaseUri, Members: false, Groups: false) : ResourceView.Of(projection, request.BaseUri);
        var outcome = await store.PatchAsync(request.Caller, type, guid, patch, view, request.Aborted);
        return Answer(outcome, id, projection, request, brief ? StatusCodes.Status204NoContent : StatusCodes.Status200OK);
    }

    private async Task<Results<NoContent, ScimError>> Delete(string id, ScimRequest request, ResourceStore store) =>
        ResourceId.TryParse(id, out var guid) && await store.DeleteAsync(request.Caller, type, guid, request.Aborted)
            ? TypedResults.NoContent()
            : ScimError.NotFound(type.Name, id);

    private bool HasMembers => type.Schema.Find("members") is not null;

    private Results<ScimResource, ScimError> Answer(WriteOutcome outcome, string id, Projection projection, ScimRequest request, int status) => outcome switch
    {
        Stored x => new ScimResource(x.Resource, projection, request.BaseUri, status),
        NotFound => ScimError.NotFound(type.Name, id),
        NotUnique x => ScimError.Uniqueness(type.Name, x.Attribute),
        UnknownMembers x => ScimError.InvalidValue($"No resource has the id of any of these members: {string.Join(", ", x.Ids.Take(5))}{(x.Ids.Count > 5 ? ", ..." : "")}."),
        _ => throw new NotSupportedException($"{outcome.GetType().Name} has no answer."),
    };
}
