using System.Globalization;
using System.Text.Json.Nodes;
using Scim.Resources.Bulk;
using Scim.Storage.Writing;

namespace Scim.Api.Protocol;

/// <summary>The message that tells how the operations of a bulk request ended (RFC 7644 section 3.7.3).</summary>
internal sealed class BulkAnswer(string baseUri, string correlationId)
{
    public const string SchemaId = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    public JsonObject Describe(BulkPlan plan, IReadOnlyList<WriteOutcome?> outcomes) => new()
    {
        ["schemas"] = new JsonArray(SchemaId),
        ["Operations"] = new JsonArray([.. plan.Operations.Zip(outcomes).Where(x => x.Second is not null).Select(x => Describe(x.First, x.Second!, outcomes))]),
    };

    /// <summary>The operations that were not carried out, each with its place in the request, and why.</summary>
    public IEnumerable<(int Place, BulkOperation Operation, ScimError Error)> Errors(BulkPlan plan, IReadOnlyList<WriteOutcome?> outcomes)
    {
        foreach (var (place, outcome) in outcomes.Index())
        {
            if (outcome is not null && ErrorOf(plan.Operations[place], outcome) is { } error) yield return (place, plan.Operations[place], error);
        }
    }

    private JsonObject Describe(BulkOperation operation, WriteOutcome outcome, IReadOnlyList<WriteOutcome?> outcomes)
    {
        var answer = new JsonObject();
        var isThere = operation.Target is not { } target || outcomes[target] is Stored;
        if (Location(operation, outcome) is { } location && isThere) answer["location"] = location;
        if (operation.Method is not null) answer["method"] = operation.Method;
        if (operation.BulkId is not null) answer["bulkId"] = operation.BulkId;
        if (outcome is Stored stored) answer["version"] = stored.Resource.ETag;

        var error = ErrorOf(operation, outcome);
        var status = error?.Status ?? WriteAnswers.StatusOf(operation.Operation!, WriteAnswers.IsBrief(operation.Operation!));
        answer["status"] = status.ToString(CultureInfo.InvariantCulture);
        if (error is not null) answer["response"] = error.Describe();
        return answer;
    }

    private string? Location(BulkOperation operation, WriteOutcome outcome) => outcome switch
    {
        Stored x => x.Resource.Location(baseUri),
        _ when operation is { Type: { } type, Id: { } id } => $"{baseUri}{type.Endpoint}/{id}",
        _ => null,
    };

    private ScimError? ErrorOf(BulkOperation operation, WriteOutcome outcome) => outcome switch
    {
        Refused x => ScimError.From(x.Reason),
        FailedReference x => ScimError.FailedReference(x.BulkId, x.IsInTheWay),
        Failed => ScimError.Internal(correlationId),
        _ => WriteAnswers.ErrorOf(operation.Operation!, outcome),
    };
}
