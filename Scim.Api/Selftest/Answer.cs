using System.Text.Json.Nodes;

namespace Scim.Api.Selftest;

/// <summary>What came back, and what a step may expect of it. Whatever is not so ends the step.</summary>
internal sealed class Answer(Exchange exchange)
{
    private readonly Response _response = exchange.Response ?? throw new StepFailedException($"There was no answer: {exchange.NoAnswer}.", exchange);
    private JsonObject? _body;

    public Exchange Exchange => exchange;

    public int Status => _response.Status;

    public string? ContentType => _response.ContentType;

    public string? Location => _response.Location;

    /// <summary>The body as a JSON object.</summary>
    public JsonObject Body => _body ??= Json.Object(_response.Body) ?? throw Failed(NoJson());

    public string Id => Json.Text(Body["id"]) is { Length: > 0 } id ? id : throw Failed("The resource has no id, which must be a text.");

    public IEnumerable<JsonNode?> Resources => Body[nameof(Resources)] as JsonArray ?? [];

    public StepFailedException Failed(string found) => new(found, exchange);

    public Answer Is(params int[] statuses) =>
        statuses.Contains(Status) ? this : throw Failed($"The status must be {string.Join(" or ", statuses)}, and is {Status}.");

    /// <summary>A change has two good answers.</summary>
    public Answer IsChanged()
    {
        Is(200, 204);
        if (Status == 200 && _response.Body.Length == 0) throw Failed("A 200 must have the resource in its body, and this one is empty; without a body the status is 204.");

        return this;
    }

    public Answer Has(string path, JsonNode value)
    {
        var found = Json.At(Body, path);
        return JsonNode.DeepEquals(found, value) ? this : throw Failed($"{path} must be {Json.Show(value)}, and is {Json.Show(found)}.");
    }

    /// <summary>Absent, null, or empty.</summary>
    public Answer Lacks(string path) => Json.At(Body, path) switch
    {
        null or JsonArray { Count: 0 } or JsonObject { Count: 0 } => this,
        var found => throw Failed($"{path} must not be there, and is {Json.Show(found)}."),
    };

    /// <summary>Not even an empty array of that name.</summary>
    public Answer LeavesOut(string name) => Body.ContainsKey(name) ? throw Failed($"{name} was to be left out, and is {Json.Show(Body[name])}.") : this;

    public Answer HasSchema(string urn) =>
        (Body["schemas"] as JsonArray ?? []).Any(x => Json.IsText(x, urn)) ? this : throw Failed($"schemas must hold {urn}, and is {Json.Show(Body["schemas"])}.");

    /// <summary>A list of just these, in any order.</summary>
    public Answer IsListOf(params string[] ids)
    {
        Is(200).HasSchema(Urn.ListResponse).Has("totalResults", ids.Length);
        return Same(nameof(Resources), ids, Resources.Select(x => Json.Text((x as JsonObject)?["id"])));
    }

    /// <summary>A group with just these members, in any order.</summary>
    public Answer HasMembers(params string[] ids) =>
        Same("members", ids, (Body["members"] as JsonArray ?? []).Select(x => Json.Text((x as JsonObject)?["value"])));

    /// <summary>An error in the form of RFC 7644 section 3.12.</summary>
    public Answer IsError(int status) => Is(status).HasSchema(Urn.Error).Has("status", $"{status}");

    private Answer Same(string name, string[] expected, IEnumerable<string?> found)
    {
        var (left, right) = (Sorted(expected), Sorted(found));
        return left.SequenceEqual(right) ? this : throw Failed($"{name} must be {List(left)}, and is {List(right)}.");
    }

    private static List<string?> Sorted(IEnumerable<string?> ids) => [.. ids.Order(StringComparer.Ordinal)];

    private static string List(List<string?> ids) => ids.Count == 0 ? "empty" : string.Join(", ", ids.Select(x => x ?? "null"));

    private string NoJson() => _response.Body.Length == 0
        ? "The body must be a JSON object, and is empty."
        : $"The body must be a JSON object, and is {(_response.Body.TrimStart().StartsWith('<') ? "an HTML page or XML" : "not")}. Perhaps something in front of the server answered.";
}
