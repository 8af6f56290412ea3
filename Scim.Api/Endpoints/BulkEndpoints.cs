using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.Authentication;
using Scim.Api.Logging;
using Scim.Api.OpenApi;
using Scim.Api.Protocol;
using Scim.Api.Telemetry;
using Scim.Resources.Bulk;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.Writing;

namespace Scim.Api.Endpoints;

/// <summary>Many operations in one request (RFC 7644 section 3.7).</summary>
public static class BulkEndpoints
{
    public static void MapBulk(this IEndpointRouteBuilder routes) => routes.MapPost("/Bulk", Run).Writes().WithTags("Bulk").WithMetadata(ServiceOperations.Bulk).Measured("bulk");

    private static async Task<Results<ScimJson, ScimError>> Run(
        ScimRequest request, ResourceStore store, SchemaCatalogue catalogue, RefusalLog refusals, ILogger<BulkAnswer> logger)
    {
        var body = await request.ReadBodyAsync(BulkRequest.Envelope);
        var bulk = BulkRequest.Parse(body);
        if (bulk.Operations.Count > BulkRequest.MaxOperations) return ScimError.TooManyOperations(bulk.Operations.Count);

        var plan = BulkPlan.Of(bulk, catalogue);
        var outcomes = await store.BulkAsync(request.Caller, plan, request.BaseUri, request.Aborted);
        foreach (var failed in outcomes.OfType<Failed>())
            logger.LogError(failed.Exception, "An operation of bulk request {CorrelationId} failed", request.Caller.CorrelationId);

        var answer = new BulkAnswer(request.BaseUri, request.Caller.CorrelationId!);
        await refusals.AddAsync(request.Caller, body, answer.Errors(plan, outcomes));
        return new ScimJson(answer.Describe(plan, outcomes));
    }
}
