using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Smaller requests than one that fails.</summary>
internal static class FuzzShrink
{
    public static IEnumerable<FuzzRequest> Smaller(FuzzRequest request)
    {
        if (request.IsCut) yield return request with { IsCut = false };
        for (var i = 0; i < request.Headers.Count; i++) yield return request with { Headers = [.. request.Headers.Take(i), .. request.Headers.Skip(i + 1)] };
        foreach (var target in Targets(request.Target)) yield return request with { Target = target };
        if (request.Body is not { Length: > 0 } body) yield break;

        yield return request with { Body = null };
        foreach (var json in Json(body)) yield return request with { Body = json };
        if (body.Length > 1) yield return request with { Body = body[..(body.Length / 2)] };
        if (body.Length > 1) yield return request with { Body = body[(body.Length / 2)..] };
    }

    private static IEnumerable<string> Targets(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (query < 0) yield break;

        yield return target[..query];
        var parameters = target[(query + 1)..].Split('&');
        for (var i = 0; parameters.Length > 1 && i < parameters.Length; i++)
            yield return target[..(query + 1)] + string.Join('&', parameters.Where((_, at) => at != i));
    }

    private static IEnumerable<string> Json(string body)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(Wire.Text(body), documentOptions: new JsonDocumentOptions { MaxDepth = 40 });
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            yield break;
        }

        var count = All(root).Count();
        for (var i = 1; i < count; i++)
        {
            var copy = root!.DeepClone();
            var node = All(copy).ElementAt(i);
            if (node.Parent is JsonArray array) array.Remove(node);
            else if (node.Parent is JsonObject parent) parent.Remove(node.GetPropertyName());
            yield return copy.ToJsonString();
        }
    }

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject x => x.SelectMany(y => All(y.Value)).Prepend(x),
        JsonArray x => x.SelectMany(All).Prepend(x),
        null => [],
        _ => [node],
    };
}
