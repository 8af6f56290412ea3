using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.Authentication;
using Scim.Api.Protocol;
using Scim.Api.Searching;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.AdminConsole;
using Scim.Storage.Logging;
using Scim.Storage.Reading;

namespace Scim.Api.AdminConsole.Endpoints;

/// <summary>People, groups and what else is kept: to search and to look at. What the page gets of them is SCIM's own JSON.</summary>
internal static class DirectoryEndpoints
{
    private const int PageSize = 25;
    private const int MembersOnPage = 50;
    private const int MostEntries = 200;

    private static readonly string[] Shown = ["userName", "displayName", "name", "active", "emails", "externalId", "meta"];

    // What people call somebody by.
    private static readonly string[] Searched = ["userName", "displayName", "name.formatted", "emails.value"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/search", Search);
        routes.MapGet("/resources/{type}/{id:guid}", Find);
        routes.MapGet("/resources/{type}/{id:guid}/timeline", Timeline);
        routes.MapGet("/resources/{type}/{id:guid}/members", Members);
    }

    /// <summary>In a body, as SCIM's own <c>.search</c>: addresses end up in logs, and names are not to.</summary>
    private static async Task<Results<ScimList, ProblemHttpResult>> Search(DirectorySearch asked, HttpContext context, ResourceSearch search, SchemaCatalogue catalogue)
    {
        if (catalogue.FindType(asked.Type ?? "") is not { } type) return UnknownType(catalogue);

        var attributes = Shown.Where(x => Has(type, x)).Select(x => (JsonNode)x).Append("id").ToArray();
        var message = new JsonObject
        {
            ["schemas"] = new JsonArray(SearchRequest.SchemaId),
            ["attributes"] = new JsonArray(attributes),
            ["cursor"] = asked.Cursor ?? "",
            ["count"] = PageSize,
        };
        if (Searched.FirstOrDefault(x => Has(type, x)) is { } name) message["sortBy"] = name;
        if (asked.Text?.Trim() is { Length: > 0 } text) message["filter"] = Filter(type, text);
        return await search.RunAsync(RequestOf(context), SearchRequest.Of(message), [type]);
    }

    private static async Task<Results<ScimResource, ProblemHttpResult>> Find(string type, Guid id, HttpContext context, ResourceStore store, SchemaCatalogue catalogue)
    {
        if (catalogue.FindType(type) is not { } known) return UnknownType(catalogue);

        var request = RequestOf(context);
        var projection = Projection.Parse(known, [], ["members"]);
        return await store.FindAsync(request.Caller.Tenant, known, id, ResourceView.Of(projection, request.BaseUri), request.Aborted) is { } resource
            ? new ScimResource(resource, projection, request.BaseUri)
            : ConsoleProblem.Of(StatusCodes.Status404NotFound, $"There is no {known.Name} with that id. It was deleted, or it belongs to another tenant.");
    }

    /// <summary>Also of a resource that was deleted.</summary>
    private static async Task<Results<Ok<TimelineView>, ProblemHttpResult>> Timeline(
        string type, Guid id, HttpContext context, ResourceStore store, LogReader reader, SchemaCatalogue catalogue)
    {
        if (catalogue.FindType(type) is not { } known) return UnknownType(catalogue);

        var request = RequestOf(context);
        var resource = await store.FindAsync(request.Caller.Tenant, known, id, new ResourceView(request.BaseUri, Members: false, Groups: false), request.Aborted);
        var document = resource is null ? null : (JsonObject?)JsonNode.Parse(resource.Document.Span);
        var timeline = await reader.FindAsync(request.Caller.Tenant, LogSubject.Of(known, id, document), DateTimeOffset.UnixEpoch, MostEntries, request.Aborted);
        return TypedResults.Ok(TimelineView.Of(timeline, MostEntries));
    }

    private static async Task<Results<Ok<MemberPage>, ProblemHttpResult>> Members(
        string type, Guid id, HttpContext context, ScimDatabase database, SchemaCatalogue catalogue, Guid? after = null)
    {
        if (catalogue.FindType(type) is not { } known) return UnknownType(catalogue);
        if (!Has(known, "members")) return ConsoleProblem.Of(StatusCodes.Status404NotFound, $"A {known.Name} has no members.");

        return TypedResults.Ok(await MemberPage.ReadAsync(database, Credential.Of(context.User)!.Tenant, id, after, MembersOnPage, context.RequestAborted));
    }

    private static string Filter(ResourceType type, string text)
    {
        // A string of a filter is one of JSON.
        var literal = JsonSerializer.Serialize(text);
        var parts = Searched.Where(x => Has(type, x)).Select(x => $"{x} co {literal}").Append($"externalId eq {literal}");
        if (ResourceId.Parse(text) is not null) parts = parts.Append($"id eq {literal}");
        return string.Join(" or ", parts);
    }

    private static bool Has(ResourceType type, string path) => path is "externalId" or "meta" || type.Schema.Find(path.Split('.')[0]) is not null;

    private static ScimRequest RequestOf(HttpContext context) => new(context, $"{ScimRequest.RootOf(context)}/scim");

    private static ProblemHttpResult UnknownType(SchemaCatalogue catalogue) =>
        ConsoleProblem.Of(StatusCodes.Status404NotFound, $"There is no such type. There are {string.Join(", ", catalogue.ResourceTypes.Select(x => x.Name))}.");

    /// <param name="Type">The name of a resource type.</param>
    /// <param name="Text">A part of a name or an e-mail address, a whole externalId or id; null or empty for all.</param>
    /// <param name="Cursor">Null for the first page.</param>
    internal sealed record DirectorySearch(string? Type, string? Text, string? Cursor);
}
