using Scim.Resources.Schemas;

namespace Scim.Api.Telemetry;

/// <summary>What metrics and traces call the requests of a route. It is metadata of the endpoint, so that nothing a client sends becomes a name.</summary>
/// <param name="Name">As in <c>create</c>.</param>
/// <param name="ResourceType">The name of the resource type; null where it is about none, or about several.</param>
public sealed record MeasuredOperation(string Name, string? ResourceType)
{
    /// <summary>No route, or not with that method.</summary>
    public static readonly MeasuredOperation Other = new("other", null);
}

public static class MeasuredOperations
{
    /// <summary>Requests of the endpoint are measured by that name.</summary>
    public static TBuilder Measured<TBuilder>(this TBuilder endpoint, string operation, ResourceType? type = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new MeasuredOperation(operation, type?.Name));
}
