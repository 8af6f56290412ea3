using Scim.Api.Endpoints;

namespace Scim.Tests.Api.OpenApi;

/// <summary>A request, and the status it gets.</summary>
internal sealed record Call(string Method, string Path, int Status, string? Body = null, string? Header = null);

/// <summary>Requests that bring about every status there is.</summary>
internal static class Calls
{
    private const string Message = "urn:ietf:params:scim:api:messages:2.0:";

    private static readonly string[] Reading = ["GET", "HEAD"];
    private static readonly string[] Discovery = ["ServiceProviderConfig", "Schemas", "ResourceTypes"];
    private static readonly bool HasVersions = ServiceProviderConfig.Describe("")["etag"]!["supported"]!.GetValue<bool>();

    /// <summary>Resource types, discovery, and what belongs to the whole.</summary>
    public static IEnumerable<string> Subjects { get; } = ["Users", "Groups", "Devices", "Errors", nameof(Discovery), "Whole"];

    public static string Subject(string path) => path.Split('/')[1] switch
    {
        "" or ".search" or "Bulk" => "Whole",
        var first => Discovery.Contains(first) ? nameof(Discovery) : first,
    };

    public static async Task<IEnumerable<Call>> OfAsync(ScimServer server, Described document, string subject) => subject switch
    {
        nameof(Discovery) => OfDiscovery(),
        "Whole" => OfWhole(document),
        _ => await OfTypeAsync(server, document, subject),
    };

    private static IEnumerable<Call> OfDiscovery() =>
        from method in Reading
        from call in (IEnumerable<Call>)
        [
            .. Discovery.Select(x => new Call(method, x, 200)),
            .. Discovery.Select(x => new Call(method, $"{x}?filter=id pr", 403)),
            .. ((string[])["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig", "urn:example:scim:Device"]).Select(x => new Call(method, $"Schemas/{x}", 200)),
            new(method, "Schemas/urn:none", 404),
            new(method, "Schemas/urn:none?filter=id pr", 403),
            new(method, "ResourceTypes/Device", 200),
            new(method, "ResourceTypes/None", 404),
            new(method, "ResourceTypes/None?filter=id pr", 403),
        ]
        select call;

    private static async Task<IEnumerable<Call>> OfTypeAsync(ScimServer server, Described document, string path)
    {
        var (name, taken) = (Some.Name(), Some.Name());
        var other = await NewAsync(taken);
        var (id, changed, gone) = (await NewAsync(name), await NewAsync(Some.Name()), await NewAsync(Some.Name()));
        var isUnique = path is "Users" or "Groups";
        var rename = $$"""{"op": "replace", "path": "externalId", "value": "{{Some.Name()}}"}""";
        var take = $$"""{"op": "replace", "path": "{{(path == "Users" ? "userName" : "displayName")}}", "value": "{{taken}}"}""";
        if (path == "Users") await server.PostAsync("Groups", Bodies.Rich("Groups", Some.Name(), changed));

        List<Call> calls =
        [
            new("POST", path, 201, Bodies.Rich(path, Some.Name(), other)), new("POST", path, 400, "{}"), new("POST", $"{path}?attributes=externalId", 201, Bodies.Rich(path, Some.Name(), other)),
            new("PUT", $"{path}/{changed}", 200, Bodies.Rich(path, Some.Name(), other)), new("PUT", $"{path}/{changed}", 400, "{}"), new("PUT", $"{path}/none", 404, Bodies.Rich(path, Some.Name(), other)),
            new("PATCH", $"{path}/{changed}", path == "Groups" ? 204 : 200, Patch(rename)), new("PATCH", $"{path}/{changed}?attributes=externalId", 200, Patch(rename)),
            new("PATCH", $"{path}/{changed}", 400, "{}"), new("PATCH", $"{path}/none", 404, Patch(rename)),
            new("DELETE", $"{path}/none", 404),
        ];
        foreach (var method in Reading)
        {
            calls.AddRange(((string[])["", "?attributes=meta.created", "?excludedAttributes=externalId", "?count=0", "?startIndex=2&count=1", "?filter=id pr"]).Select(x => new Call(method, path + x, 200)));
            calls.AddRange(((string[])["", "?attributes=id", "?excludedAttributes=meta"]).Select(x => new Call(method, $"{path}/{changed}{x}", 200)));
            calls.AddRange([new(method, $"{path}?filter=((", 400), new(method, $"{path}/{id}?attributes=id&excludedAttributes=meta", 400), new(method, $"{path}/none", 404)]);
            if (HasVersions) calls.AddRange([new(method, $"{path}/{id}", 304, Header: "If-None-Match: *"), new(method, $"{path}/{id}", 412, Header: "If-Match: W/\"0\"")]);
        }

        if (isUnique) calls.AddRange([new("POST", path, 409, Bodies.Rich(path, taken, other)), new("PUT", $"{path}/{id}", 409, Bodies.Rich(path, taken, other)), new("PATCH", $"{path}/{id}", 409, Patch(take))]);
        if (HasVersions)
        {
            calls.AddRange([new("PUT", $"{path}/{id}", 412, Bodies.Rich(path, name, other), "If-Match: W/\"0\""), new("PATCH", $"{path}/{id}", 412, Patch(rename), "If-Match: W/\"0\"")]);
            calls.AddRange([new("DELETE", $"{path}/{id}", 412, Header: "If-Match: W/\"0\""), new("DELETE", $"{path}/{id}", 400, Header: "If-Match: \"open")]);
        }

        calls.AddRange(OfSearch(document, $"{path}/.search"));
        return calls.Append(new Call("DELETE", $"{path}/{gone}", 204));

        async Task<string> NewAsync(string called) => (await server.PostAsync(path, Bodies.Rich(path, called, member: null))).Id;
    }

    private static IEnumerable<Call> OfWhole(Described document) =>
    [
        .. Has(document, "GET", "/") ? Reading.SelectMany(x => (Call[])[new(x, "", 200), new(x, "?filter=((", 400)]) : [],
        .. OfSearch(document, ".search"),
        .. Has(document, "POST", "/Bulk") ? (Call[])[new("POST", "Bulk", 200, Bodies.Bulk(Some.Name())), new("POST", "Bulk", 400, "{}")] : [],
    ];

    private static IEnumerable<Call> OfSearch(Described document, string path) => Has(document, "POST", "/" + path)
        ?
        [
            new("POST", path, 200, $$"""{"schemas": ["{{Message}}SearchRequest"], "filter": "id pr", "count": 2}"""),
            new("POST", path, 400, $$"""{"schemas": ["{{Message}}SearchRequest"], "filter": "(("}"""),
        ]
        : [];

    private static bool Has(Described document, string method, string path) => document.Operations.Any(x => (x.Method, x.Path) == (method, path));

    private static string Patch(string operation) => $$"""{"schemas": ["{{Message}}PatchOp"], "Operations": [{{operation}}]}""";
}
