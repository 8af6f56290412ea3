using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources;
using Scim.Resources.Bodies;

namespace Scim.Api.Searching;

/// <summary>What a client asks of a list, in the address (RFC 7644 section 3.4.2) or in the body of <c>.search</c> (section 3.4.3).</summary>
public sealed class SearchRequest
{
    public const string SchemaId = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    /// <summary>Resources on a page where the client does not say.</summary>
    public const int DefaultCount = 100;

    /// <summary>Resources on a page at most; also <c>filter.maxResults</c> of the ServiceProviderConfig.</summary>
    public const int MaxCount = 1_000;

    private readonly Func<string, IReadOnlyList<string>> _values;

    private SearchRequest(Func<string, IReadOnlyList<string>> values) => _values = values;

    /// <summary>Null where there is none.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c>: there are several.</exception>
    public string? Filter => _values("filter") switch
    {
        [] => null,
        [var only] => only,
        _ => throw ScimException.InvalidFilter("Send one filter; join several by \"and\"."),
    };

    public string? SortBy => Last("sortBy");

    /// <exception cref="ScimException"><c>invalidValue</c>: it is no order.</exception>
    public bool Descending => Last("sortOrder")?.ToLowerInvariant() switch
    {
        null or "ascending" => false,
        "descending" => true,
        _ => throw ScimException.InvalidValue("sortOrder is ascending or descending."),
    };

    /// <summary>Empty for the first page; null where the client pages by index (RFC 9865 section 2).</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it asks for both.</exception>
    public string? Cursor => _values("cursor") is not [.., var cursor] ? null
        : Last("startIndex") is null ? cursor
        : throw ScimException.InvalidValue("startIndex and cursor exclude each other; send one of them.");

    /// <summary>Counted from 1; anything less means 1 (RFC 7644 section 3.4.2.4).</summary>
    public long StartIndex => Math.Max(1, Number("startIndex", ScimErrorType.InvalidValue) ?? 1);

    /// <summary>Less than 0 means 0, and more than the limit means the limit. Null where the client does not say.</summary>
    public int? Count => Number("count", Cursor is null ? ScimErrorType.InvalidValue : ScimErrorType.InvalidCount) is { } count
        ? (int)Math.Clamp(count, 0, MaxCount)
        : null;

    public IReadOnlyList<string> Attributes => _values("attributes");

    public IReadOnlyList<string> ExcludedAttributes => _values("excludedAttributes");

    public static SearchRequest Of(IQueryCollection query) => new(name => query.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : []);

    /// <summary>Reads a body. Lists of names may also be one text, and numbers text, as some clients send them.</summary>
    /// <exception cref="ScimException"><c>invalidSyntax</c>: it is no SearchRequest.</exception>
    public static SearchRequest Of(JsonObject body)
    {
        if (!body.IsMessage(SchemaId))
            throw ScimException.InvalidSyntax($"The body of a search needs \"schemas\": [\"{SchemaId}\"].");

        var values = ((string Name, JsonValueKind[] Kinds)[])
        [
            ("filter", [JsonValueKind.String]),
            ("sortBy", [JsonValueKind.String]),
            ("sortOrder", [JsonValueKind.String]),
            ("cursor", [JsonValueKind.String]),
            ("startIndex", [JsonValueKind.Number, JsonValueKind.String]),
            ("count", [JsonValueKind.Number, JsonValueKind.String]),
            ("attributes", [JsonValueKind.Array, JsonValueKind.String]),
            ("excludedAttributes", [JsonValueKind.Array, JsonValueKind.String]),
        ];
        var read = values.ToDictionary(x => x.Name, x => Values(x.Name, body.Member(x.Name), x.Kinds));
        return new SearchRequest(name => read[name]);
    }

    private static List<string> Values(string name, JsonNode? node, JsonValueKind[] kinds)
    {
        if (node is null) return [];
        if (kinds.Contains(node.GetValueKind()))
        {
            if (node is not JsonArray names) return [node.Text() ?? node.ToJsonString()];
            if (names.Select(x => x.Text()).ToList() is var texts && texts.TrueForAll(x => x is not null)) return texts!;
        }

        throw ScimException.InvalidSyntax($"{name} must be {(kinds[0] == JsonValueKind.Array ? "an array of strings" : $"a {kinds[0].ToString().ToLowerInvariant()}")}.");
    }

    private string? Last(string name) => _values(name) is [.., { Length: > 0 } last] ? last : null;

    private long? Number(string name, ScimErrorType fault) => Last(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new ScimException(fault, $"{name} must be a whole number."),
    };
}
