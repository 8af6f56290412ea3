using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Operations;
using Scim.Resources.Patching;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Resources.Bulk;

/// <summary>Reads the operations of a bulk request. What is wrong with one of them is a fault of that one.</summary>
internal sealed class BulkReader
{
    private static readonly string[] Methods = ["POST", "PUT", "PATCH", "DELETE"];

    private readonly SchemaCatalogue _catalogue;
    private readonly IReadOnlyList<JsonNode?> _operations;
    private readonly Dictionary<string, (int Index, Guid Id)> _created = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);
    private readonly BulkIds _ids;
    private readonly BulkReferences _references;

    public BulkReader(SchemaCatalogue catalogue, IReadOnlyList<JsonNode?> operations)
    {
        _catalogue = catalogue;
        _operations = operations;
        _ids = new BulkIds(_created);
        _references = new BulkReferences(_ids, catalogue);
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i] is JsonObject operation && MethodOf(operation) == "POST" && BulkIdOf(operation) is { } id && !_created.TryAdd(id, (i, ResourceId.Create())))
                _repeated.Add(id);
        }
    }

    public BulkOperation Read(int place)
    {
        if (_operations[place] is not JsonObject sent)
            return new BulkOperation { Fault = ScimException.InvalidSyntax("An operation must be a JSON object.") };

        var operation = new BulkOperation { Method = MethodOf(sent), BulkId = BulkIdOf(sent) };
        var references = new SortedSet<int>();
        try
        {
            RequireMethod(operation);
            operation = WithPath(operation, sent.Member("path").Text(), references);
            operation = operation with { Target = references.Count > 0 ? references.Min : null };
            var read = operation.Method == "POST" ? Create(operation, sent, references) : Change(operation, sent, references);
            return operation with { Operation = read, References = [.. references] };
        }
        catch (ScimException e)
        {
            return operation with { Fault = e, References = [.. references] };
        }
    }

    private static void RequireMethod(BulkOperation operation)
    {
        if (!Methods.Contains(operation.Method))
            throw ScimException.InvalidSyntax($"An operation needs a \"method\": POST, PUT, PATCH or DELETE{(operation.Method is null ? "" : $", not {operation.Method}")}.");
    }

    private BulkOperation WithPath(BulkOperation operation, string? path, SortedSet<int> references)
    {
        var type = _catalogue.ResourceTypes.FirstOrDefault(x => IdIn(path, x) is not null);
        if (type is null) throw ScimException.InvalidValue($"An operation needs a \"path\" as in {Paths("/ID")}, or for POST {Paths("")}{(path is null ? "" : $"; {path} is none")}.");

        var id = IdIn(path, type)!;
        operation = operation with { Type = type };
        if (operation.Method == "POST")
            return id.Length == 0 ? operation : throw ScimException.InvalidValue($"The path of a POST is {type.Endpoint}, with nothing behind it.");
        if (id.Length == 0 || id.Contains('/', StringComparison.Ordinal))
            throw ScimException.InvalidValue($"The path of a {operation.Method} is {type.Endpoint}/ID, with the id of one resource.");
        return operation with { Id = _ids.Resolve(id, references) };
    }

    private CreateOperation Create(BulkOperation operation, JsonObject sent, SortedSet<int> references)
    {
        if (operation.BulkId is not { } bulkId) throw ScimException.InvalidValue("A POST in bulk needs a \"bulkId\", a name for the new resource.");
        if (_repeated.Contains(bulkId)) throw ScimException.InvalidValue($"More than one POST has the bulkId {bulkId}; give each its own.");
        return ResourceOperation.Create(operation.Type!, _created[bulkId].Id, Data(operation, sent, references));
    }

    private ResourceOperation Change(BulkOperation operation, JsonObject sent, SortedSet<int> references)
    {
        var (type, id, precondition) = (operation.Type!, operation.Id!, PreconditionOf(sent.Member("version")));
        return operation.Method switch
        {
            "PUT" => ResourceOperation.Replace(type, id, Data(operation, sent, references), precondition),
            "PATCH" => ResourceOperation.Patch(type, id, Data(operation, sent, references), precondition),
            _ => ResourceOperation.Delete(type, id, precondition),
        };
    }

    private JsonObject Data(BulkOperation operation, JsonObject sent, SortedSet<int> references)
    {
        var data = sent.Member("data");
        if (operation.Method == "PATCH" && data is JsonArray bare) data = new JsonObject { ["Operations"] = bare.DeepClone() };
        if (data is not JsonObject content) throw ScimException.InvalidSyntax($"A {operation.Method} in bulk needs \"data\", the JSON object that it would send alone.");

        // In an operation it is clear what they are.
        if (operation.Method == "PATCH" && content.Member("schemas") is null) content["schemas"] = new JsonArray(PatchRequest.SchemaId);
        _references.Resolve(operation.Type!, content, isPatch: operation.Method == "PATCH", references);
        return content;
    }

    private static Precondition PreconditionOf(JsonNode? version) => version is null
        ? Precondition.None
        : new Precondition(EntityTags.Parse(version.Text() ?? throw ScimException.InvalidValue("version must be a string, as meta.version is.")), null);

    /// <summary>What the path has behind the type's endpoint; null where it is another's.</summary>
    private static string? IdIn(string? path, ResourceType type)
    {
        var (asked, endpoint) = ((path ?? "").Trim('/'), type.Endpoint.Trim('/'));
        if (asked.Equals(endpoint, StringComparison.OrdinalIgnoreCase)) return "";
        return asked.StartsWith(endpoint + "/", StringComparison.OrdinalIgnoreCase) ? asked[(endpoint.Length + 1)..] : null;
    }

    private string Paths(string end) => string.Join(", ", _catalogue.ResourceTypes.Select(x => x.Endpoint + end));

    private static string? MethodOf(JsonObject operation)
    {
        var method = operation.Member("method").Text();
        return Methods.FirstOrDefault(x => x.Equals(method, StringComparison.OrdinalIgnoreCase)) ?? method;
    }

    private static string? BulkIdOf(JsonObject operation) =>
        operation.Member("bulkId").Text() is { Length: > 0 } id ? id : null;
}
