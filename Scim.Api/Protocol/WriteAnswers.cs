using Scim.Resources.Operations;
using Scim.Storage.Writing;
using NotFound = Scim.Storage.Writing.NotFound;

namespace Scim.Api.Protocol;

/// <summary>What a client is told of how an operation ended, alone or in bulk.</summary>
internal static class WriteAnswers
{
    /// <summary>The members of a group can be very many, so after a PATCH it is not shown unless attributes are asked for.</summary>
    public static bool IsBrief(ResourceOperation operation) => operation is PatchOperation && operation.Type.Schema.Find("members") is not null;

    /// <summary>The status of success.</summary>
    public static int StatusOf(ResourceOperation operation, bool brief) => operation switch
    {
        CreateOperation => StatusCodes.Status201Created,
        DeleteOperation => StatusCodes.Status204NoContent,
        _ => brief ? StatusCodes.Status204NoContent : StatusCodes.Status200OK,
    };

    /// <summary>Null where the operation was carried out.</summary>
    public static ScimError? ErrorOf(ResourceOperation operation, WriteOutcome outcome) => outcome switch
    {
        Stored or Deleted => null,
        NotFound => ScimError.NotFound(operation.Type.Name, operation.Id),
        NotUnique x => ScimError.Uniqueness(operation.Type.Name, x.Attribute, x.CaseExact),
        UnknownMembers x => ScimError.InvalidValue($"No resource has the id of any of these members: {string.Join(", ", x.Ids.Take(5))}{(x.Ids.Count > 5 ? ", ..." : "")}."),
        VersionMismatch x => ScimError.PreconditionFailed(operation.Type.Name, operation.Id, x.Current),
        _ => throw new NotSupportedException($"{outcome.GetType().Name} has no answer."),
    };
}
