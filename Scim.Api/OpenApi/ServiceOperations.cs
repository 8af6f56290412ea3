using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Scim.Api.OpenApi;

/// <summary>Operations that belong to no resource type: discovery, searches over all types, and Bulk.</summary>
public static class ServiceOperations
{
    public static ScimOperation Config { get; } = new("describeService", "Says what the service supports.")
    {
        Answers = [new(Status200OK, Component.ServiceProviderConfig)],
        Refusals = [Status403Forbidden],
    };

    public static ScimOperation Schemas { get; } = new("describeSchemas", "Lists the schemas of everything the service stores and answers.")
    {
        Answers = [new(Status200OK, Component.SchemaList)],
        Refusals = [Status403Forbidden],
    };

    public static ScimOperation Schema { get; } = new("describeSchema", "Reads one schema.")
    {
        Answers = [new(Status200OK, Component.Schema)],
        Refusals = [Status403Forbidden, Status404NotFound],
    };

    public static ScimOperation ResourceTypes { get; } = new("describeResourceTypes", "Lists the types of resources there are.")
    {
        Answers = [new(Status200OK, Component.ResourceTypeList)],
        Refusals = [Status403Forbidden],
    };

    public static ScimOperation ResourceType { get; } = new("describeResourceType", "Reads one type of resources.")
    {
        Answers = [new(Status200OK, Component.ResourceType)],
        Refusals = [Status403Forbidden, Status404NotFound],
    };

    public static ScimOperation Find { get; } = new("findResources", "Lists resources of all types.")
    {
        Takes = Parameters.OfLists,
        Answers = [new(Status200OK, Component.ListResponse)],
        Refusals = [Status400BadRequest],
    };

    public static ScimOperation Search { get; } = new("queryResources", "Lists resources of all types; what to look for stands in the body, not in the address.")
    {
        Body = Component.SearchRequest,
        Answers = [new(Status200OK, Component.ListResponse)],
        Refusals = [Status400BadRequest],
    };

    public static ScimOperation Bulk { get; } = new("bulk", "Carries out several operations. The answer says how each of them ended.")
    {
        Body = Component.BulkRequest,
        Answers = [new(Status200OK, Component.BulkResponse)],
        Refusals = [Status400BadRequest],
    };
}
