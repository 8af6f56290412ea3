using Scim.Resources.Schemas;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Scim.Api.OpenApi;

/// <summary>The operations of RFC 7644 section 3 on the resources of one type.</summary>
public static class ResourceOperations
{
    public static ScimOperation List(ResourceType type) => new($"list{type.Name}", $"Lists {type.Name} resources, all or those that a filter selects.")
    {
        Takes = Parameters.OfLists,
        Answers = [new(Status200OK, Component.List(type))],
        Refusals = [Status400BadRequest],
    };

    public static ScimOperation Search(ResourceType type) => new($"search{type.Name}", $"Lists {type.Name} resources; what to look for stands in the body, not in the address.")
    {
        Body = Component.SearchRequest,
        Answers = [new(Status200OK, Component.List(type))],
        Refusals = [Status400BadRequest],
    };

    public static ScimOperation Find(ResourceType type) => new($"get{type.Name}", $"Reads one {type.Name}.")
    {
        Takes = [.. Parameters.OfAnswers, .. Parameters.OfVersions],
        Answers = [Shown(Status200OK, type), .. Offer.Versions ? [Bare(Status304NotModified)] : Array.Empty<ScimAnswer>()],
        Refusals = [Status400BadRequest, Status404NotFound, .. Versions],
    };

    public static ScimOperation Create(ResourceType type) => new($"create{type.Name}", $"Creates a {type.Name}.")
    {
        Takes = Parameters.OfAnswers,
        Body = Component.Request(type),
        Answers = [new(Status201Created, Component.Answer(type), "ETag", "Content-Location", "Location")],
        Refusals = [Status400BadRequest, .. Conflicts(type)],
    };

    public static ScimOperation Replace(ResourceType type) => new($"replace{type.Name}", $"Replaces a {type.Name}: attributes that are left out are cleared.")
    {
        Takes = [.. Parameters.OfAnswers, .. Parameters.OfVersions],
        Body = Component.Request(type),
        Answers = [Shown(Status200OK, type)],
        Refusals = [Status400BadRequest, Status404NotFound, .. Conflicts(type), .. Versions],
    };

    public static ScimOperation Patch(ResourceType type) => new($"patch{type.Name}", $"Changes parts of a {type.Name}, all of them or none.")
    {
        Description = HasMembers(type) ? "Answered without the resource, whose members can be very many, unless `attributes` asks for some of it." : null,
        Takes = [.. Parameters.OfAnswers, .. Parameters.OfVersions],
        Body = Component.PatchOp,
        Answers = [Shown(Status200OK, type), .. HasMembers(type) ? [Bare(Status204NoContent)] : Array.Empty<ScimAnswer>()],
        Refusals = [Status400BadRequest, Status404NotFound, .. Conflicts(type), .. Versions],
    };

    public static ScimOperation Delete(ResourceType type) => new($"delete{type.Name}", $"Deletes a {type.Name} for good.")
    {
        Takes = Parameters.OfVersions,
        Answers = [new(Status204NoContent)],
        Refusals = [Status404NotFound, .. Offer.Versions ? [Status400BadRequest] : Array.Empty<int>(), .. Versions],
    };

    private static int[] Versions => Offer.Versions ? [Status412PreconditionFailed] : [];

    private static ScimAnswer Shown(int status, ResourceType type) => new(status, Component.Answer(type), "ETag", "Content-Location");

    private static ScimAnswer Bare(int status) => new(status, null, "ETag", "Content-Location");

    private static bool HasMembers(ResourceType type) => type.Schema.Find("members") is not null;

    private static int[] Conflicts(ResourceType type) =>
        type.Extensions.Select(x => x.Schema).Prepend(type.Schema).SelectMany(x => x.Attributes).Any(IsUnique) ? [Status409Conflict] : [];

    private static bool IsUnique(SchemaAttribute attribute) => attribute.Uniqueness != Uniqueness.None || attribute.SubAttributes.Any(IsUnique);
}
