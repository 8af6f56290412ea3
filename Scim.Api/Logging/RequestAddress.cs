using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Api.Logging;

/// <summary>What a request is about, as far as its address tells.</summary>
/// <param name="Operation">As in <see cref="Storage.Logging.LogEntry.Operation"/>.</param>
/// <param name="Type">The resource type.</param>
/// <param name="Id">The resource.</param>
internal sealed record RequestAddress(string Operation, ResourceType? Type, Guid? Id)
{
    private const string Bulk = "Bulk";

    public static RequestAddress Of(HttpRequest request, SchemaCatalogue catalogue)
    {
        var segments = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsRoot).ToList();
        var type = segments.Count > 0 ? catalogue.ResourceTypes.FirstOrDefault(x => Is(x.Endpoint.TrimStart('/'), segments[0])) : null;
        var id = type is not null && segments.Count > 1 ? ResourceId.Parse(segments[1]) : null;
        var isSearch = (segments.Count > 0 && Is(segments[^1], ".search")) || (HttpMethods.IsGet(request.Method) && segments.Count <= 1);
        return new RequestAddress(isSearch ? "search" : segments is [var only] && Is(only, Bulk) ? "bulk" : OperationOf(request.Method), type, id);
    }

    public static string OperationOf(string method) => method switch
    {
        _ when HttpMethods.IsPost(method) => "create",
        _ when HttpMethods.IsPut(method) => "replace",
        _ when HttpMethods.IsPatch(method) => "patch",
        _ when HttpMethods.IsDelete(method) => "delete",
        _ => "read",
    };

    private static bool IsRoot(string segment, int place) => (place == 0 && Is(segment, "scim")) || (place == 1 && Is(segment, "v2"));

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
