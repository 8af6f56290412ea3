using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>Carries out one operation: read, apply, write.</summary>
internal sealed class ResourceChanges(ResourceQueries queries, ResourceWrites writes)
{
    // A change that finds another version than it read starts over; after these tries it locks the resource first.
    private const int OptimisticTries = 3;

    /// <exception cref="Scim.Resources.ScimException">The operation does not fit what is stored; nothing was changed.</exception>
    public async Task<WriteOutcome> RunAsync(Session session, Caller caller, ResourceOperation operation, ResourceView view, CancellationToken cancellationToken) => operation switch
    {
        CreateOperation x => await writes.CreateAsync(session, caller, x.Type, x.Key, x.Draft, view, cancellationToken)
            ?? throw new InvalidOperationException("A new resource was not stored."),
        ReplaceOperation x => await ChangeAsync(
            session, new Change(caller, x, "replace", (_, document) => Task.FromResult(ResourceBody.ReadReplacement(x.Type, x.Body, document)), view), cancellationToken),
        PatchOperation { Request: { OnlyMembers: true, NeedsMembers: false } } x => await writes.UpdateMembersAsync(
            session, caller, x.Type, x.Key, "patch", x.Request.Apply([]), x.Precondition, view, cancellationToken),
        PatchOperation x => await ChangeAsync(session, new Change(caller, x, "patch", (reading, document) => PatchAsync(reading, caller, x, document, view, cancellationToken), view), cancellationToken),
        DeleteOperation x => await ResourceWrites.DeleteAsync(session, caller, x.Type, x.Key, x.Precondition, cancellationToken),
        _ => throw new NotSupportedException($"{operation.GetType().Name} cannot be carried out."),
    };

    private async Task<ResourceDraft> PatchAsync(
        Session session, Caller caller, PatchOperation operation, JsonObject document, ResourceView view, CancellationToken cancellationToken)
    {
        var members = operation.Request.NeedsMembers
            ? await queries.MembersAsync(session, caller.Tenant, operation.Type, operation.Key, view.BaseUri, cancellationToken)
            : null;
        return operation.Request.Apply(document, members);
    }

    private async Task<WriteOutcome> ChangeAsync(Session session, Change change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= OptimisticTries; attempt++)
        {
            if (await TryChangeAsync(session, change, cancellationToken) is { } outcome) return outcome;
        }

        return await ChangeLockedAsync(session, change, cancellationToken);
    }

    /// <summary>Locks in the order of all writes: the members to add, then the resource.</summary>
    private async Task<WriteOutcome> ChangeLockedAsync(Session session, Change change, CancellationToken cancellationToken)
    {
        var (caller, operation) = (change.Caller, change.Operation);
        var bare = change.View with { Members = false, Groups = false };
        if (await queries.FindAsync(session, caller.Tenant, operation.Type, operation.Key, bare, cancellationToken) is not { } current) return new NotFound();
        var draft = await change.Apply(session, DocumentOf(current));

        await using var transaction = session.Transaction is null ? await session.Connection.BeginTransactionAsync(cancellationToken) : null;
        var locked = session with { Transaction = session.Transaction ?? transaction, Locks = true };
        await ResourceWrites.LockMembersAsync(locked, caller.Tenant, draft.Members.Added, cancellationToken);
        var outcome = await TryChangeAsync(locked, change, cancellationToken)
            ?? throw new InvalidOperationException("A locked resource was changed by another transaction.");
        if (outcome is Stored && transaction is not null) await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <summary>Null where another write came between reading and writing.</summary>
    private async Task<WriteOutcome?> TryChangeAsync(Session session, Change change, CancellationToken cancellationToken)
    {
        var (caller, operation, name, apply, view) = change;
        var bare = view with { Members = false, Groups = false };
        if (await queries.FindAsync(session, caller.Tenant, operation.Type, operation.Key, bare, cancellationToken) is not { } current) return new NotFound();
        if (!operation.Precondition.Holds(current.Version)) return new VersionMismatch(current.Version);

        var document = DocumentOf(current);
        var draft = await apply(session, document);
        if (!JsonNode.DeepEquals(document, draft.Document))
            return await writes.UpdateAsync(session, caller, current, name, draft, view, cancellationToken);
        if (!draft.Members.IsEmpty)
            return await writes.UpdateMembersAsync(session, caller, operation.Type, operation.Key, name, draft, operation.Precondition, view, cancellationToken);
        if (view == bare) return new Stored(current);

        var shown = await queries.FindAsync(session, caller.Tenant, operation.Type, operation.Key, view, cancellationToken);
        return shown is null ? new NotFound() : shown.Version == current.Version ? new Stored(shown) : null;
    }

    private static JsonObject DocumentOf(Resource resource) => (JsonObject)JsonNode.Parse(resource.Document.Span)!;

    private sealed record Change(
        Caller Caller, ResourceOperation Operation, string Name, Func<Session, JsonObject, Task<ResourceDraft>> Apply, ResourceView View);
}
