using System.Text.Json.Nodes;
using Scim.Api.Endpoints;

namespace Scim.Api.OpenApi;

/// <summary>What ServiceProviderConfig says is supported: the document says neither more nor less.</summary>
internal static class Offer
{
    private static readonly JsonObject Config = ServiceProviderConfig.Describe("");

    public static bool Sorting { get; } = Says("sort", "supported");

    public static bool Versions { get; } = Says("etag", "supported");

    public static bool Cursors { get; } = Says("pagination", "cursor");

    private static bool Says(string part, string name) => Config[part]![name]!.GetValue<bool>();
}
