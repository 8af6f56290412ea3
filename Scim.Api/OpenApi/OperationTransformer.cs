using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scim.Api.Protocol;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Scim.Api.OpenApi;

/// <summary>Fills in an operation from the <see cref="ScimOperation"/> of its endpoint.</summary>
internal sealed partial class OperationTransformer(Components components) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (method, path) = (context.Description.HttpMethod!, context.Description.RelativePath!);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var described = metadata.OfType<ScimOperation>().LastOrDefault()
            ?? throw new InvalidOperationException($"{method} /{path} is not described; give the route a {nameof(ScimOperation)} with WithMetadata, or ExcludeFromDescription.");
        var isHead = HttpMethods.IsHead(method);
        var isOpen = metadata.OfType<IAllowAnonymous>().Any();

        operation.OperationId = isHead ? $"head{char.ToUpperInvariant(described.Id[0])}{described.Id[1..]}" : described.Id;
        operation.Summary = described.Summary;
        operation.Description = isHead ? "The headers of GET, without the body." : described.Description;
        operation.Parameters = [.. PathParameter().Matches(path).Select(x => Parameters.OfPath(x.Groups[1].Value)), .. described.Takes.Select(Parameters.Of)];
        operation.RequestBody = described.Body is { } body ? RequestOf(components.Refer(body)) : null;
        operation.Security = isOpen ? null : [new() { [new OpenApiSecuritySchemeReference(DocumentTransformer.Bearer, context.Document)] = [] }];
        operation.Responses = [];
        foreach (var answer in described.Answers)
            operation.Responses[$"{answer.Status}"] = Responses.Of(answer, isHead || answer.Body is null ? null : components.Refer(answer.Body));
        foreach (var status in Refusals(described, isOpen))
            operation.Responses[$"{status}"] = Responses.Refusal(status, isHead ? null : components.Refer(Component.Error));
        return Task.CompletedTask;
    }

    /// <summary>Its own, and those that any request may get.</summary>
    private static IEnumerable<int> Refusals(ScimOperation described, bool isOpen)
    {
        IEnumerable<int> all = [.. described.Refusals, Status406NotAcceptable, Status500InternalServerError, Status503ServiceUnavailable];
        if (!isOpen) all = all.Append(Status401Unauthorized);
        if (described.Body is not null) all = [.. all, Status413PayloadTooLarge, Status415UnsupportedMediaType];
        return all.Order();
    }

    private static OpenApiRequestBody RequestOf(IOpenApiSchema schema) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ScimMediaType.Json] = new() { Schema = schema },
            ["application/json"] = new() { Schema = schema },
        },
    };

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex PathParameter();
}
