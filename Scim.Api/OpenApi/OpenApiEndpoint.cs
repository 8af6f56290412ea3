using System.Net.Mime;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scim.Api.Protocol;
using Scim.Api.Telemetry;

namespace Scim.Api.OpenApi;

/// <summary>The document at <c>/openapi/v1.json</c>, readable without a token.</summary>
public static class OpenApiEndpoint
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    public static void AddScimOpenApi(this IServiceCollection services)
    {
        services.AddSingleton<Components>();
        services.AddSingleton<ScimDocument>();
        services.AddOpenApi(ScimDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;

            // The routes under /scim/v2 are the same, and the document's second server.
            options.ShouldInclude = x => IsUnder(x.RelativePath, "scim") && !IsUnder(x.RelativePath, "scim/v2");
            options.AddOperationTransformer<OperationTransformer>();
            options.AddDocumentTransformer<DocumentTransformer>();
        });
    }

    public static void MapScimOpenApi(this IEndpointRouteBuilder routes) =>
        routes.MapMethods($"/openapi/{ScimDocument.Name}.json", Get, async (ScimRequest request, ScimDocument document) =>
            TypedResults.Text(await document.AtAsync(request.BaseUri), MediaTypeNames.Application.Json)).ExcludeFromDescription().Measured("discovery");

    private static bool IsUnder(string? path, string root) => $"{path?.Trim('/')}/".StartsWith($"{root}/", StringComparison.Ordinal);
}
