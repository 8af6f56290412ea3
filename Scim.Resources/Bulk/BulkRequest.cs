using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Bodies;

namespace Scim.Resources.Bulk;

/// <summary>The message of a bulk request (RFC 7644 section 3.7), its operations still as they were sent.</summary>
/// <param name="FailOnErrors">Errors after which nothing more is done; null for as many as there may be.</param>
/// <param name="Operations">What was sent as operations.</param>
public sealed record BulkRequest(int? FailOnErrors, IReadOnlyList<JsonNode?> Operations)
{
    public const string SchemaId = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    /// <summary>Also <c>bulk.maxOperations</c> of the ServiceProviderConfig.</summary>
    public const int MaxOperations = 1_000;

    /// <summary>Levels of JSON around the <c>data</c> of an operation: the message, its operations, the operation.</summary>
    public const int Envelope = 3;

    /// <exception cref="ScimException">The body is no BulkRequest.</exception>
    public static BulkRequest Parse(JsonObject body)
    {
        if (!body.IsMessage(SchemaId))
            throw ScimException.InvalidSyntax($"A bulk request needs \"schemas\": [\"{SchemaId}\"].");
        if (body.Member("Operations") is not JsonArray operations)
            throw ScimException.InvalidSyntax("A bulk request needs \"Operations\", an array.");

        return new BulkRequest(ReadFailOnErrors(body.Member("failOnErrors")), [.. operations]);
    }

    // Clients that know no null send 0 for what they do not mean to say.
    private static int? ReadFailOnErrors(JsonNode? node) => node switch
    {
        null => null,
        JsonValue x when x.GetValueKind() == JsonValueKind.Number && x.TryGetValue<int>(out var number) && number >= 0 => number == 0 ? null : number,
        _ => throw ScimException.InvalidValue("failOnErrors must be a whole number: the errors after which nothing more is to be done."),
    };
}
