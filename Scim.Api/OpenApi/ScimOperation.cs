namespace Scim.Api.OpenApi;

/// <summary>
/// What the OpenAPI document says of a route. It is metadata of the endpoint, put there where the route is mapped; the path, the
/// methods, whether a token is needed, and what may happen to any request come from the endpoint itself.
/// </summary>
/// <param name="Id">The operation's name in the document; HEAD is named after it.</param>
/// <param name="Summary">One sentence.</param>
public sealed record ScimOperation(string Id, string Summary)
{
    public string? Description { get; init; }

    /// <summary>Names of query parameters and headers that <see cref="Parameters"/> describes.</summary>
    public IReadOnlyList<string> Takes { get; init; } = [];

    /// <summary>The body that is sent; null where the request has none.</summary>
    public Component? Body { get; init; }

    /// <summary>How it ends well.</summary>
    public IReadOnlyList<ScimAnswer> Answers { get; init; } = [];

    /// <summary>Statuses of the refusals that are its own.</summary>
    public IReadOnlyList<int> Refusals { get; init; } = [];
}

/// <summary>A success, or a 304.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">Null where there is none.</param>
/// <param name="Headers">Names of headers that <see cref="Responses"/> describes.</param>
public sealed record ScimAnswer(int Status, Component? Body = null, params string[] Headers);
