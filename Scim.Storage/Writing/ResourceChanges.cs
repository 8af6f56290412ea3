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
        CreateOperation or PatchOperation { Request: { OnlyMembers: true, NeedsMembers: false } } =>
            Noted(session, operation, await ResourceWrites.SendAsync(session, Prepare(session, caller, operation, view)!, cancellationToken) ?? new NotFound()),
        ReplaceOperation x => await ChangeAsync(
            session, new Change(caller, x, "replace", (_, document) => Task.FromResult(ResourceBody.ReadReplacement(x.Type, x.Body, document)), view), cancellationToken),
        PatchOperation x => await ChangeAsync(session, new Change(caller, x, "patch", (reading, document) => PatchAsync(reading, caller, x, document, view, cancellationToken), view), cancellationToken),
        DeleteOperation x => Noted(session, x, await ResourceWrites.DeleteAsync(session, caller, x.Type, x.Key, x.Precondition, cancellationToken)),
        _ => throw new NotSupportedException($"{operation.GetType().Name} cannot be carried out."),
    };

    /// <summary>The write, where it can be told without reading what is stored; else null.</summary>
    /// <exception cref="Scim.Resources.ScimException">The operation cannot be done.</exception>
    public PreparedWrite? Prepare(Session session, Caller caller, ResourceOperation operation, ResourceView view) => operation switch
    {
        CreateOperation x => writes.Create(caller, x.Type, x.Key, Now(session, x.Draft), view),
        PatchOperation { Request: { OnlyMembers: true, NeedsMembers: false } } x =>
            writes.UpdateMembers(caller, x.Type, x.Key, "patch", Now(session, x.Request.Apply([])), x.Precondition, view),
        _ => null,
    };

    /// <summary>Tells what an operation leaves for later. The outcome comes back as it was.</summary>
    public static WriteOutcome Noted(Session session, ResourceOperation operation, WriteOutcome outcome)
    {
        if (outcome is Stored && operation is CreateOperation create) session.Later?.Note(create.Type, create.Key, create.Draft.Members);
        if (outcome is Stored && operation is PatchOperation patch) session.Later?.Note(patch.Type, patch.Key, patch.Request.Apply([]).Members);
        if (outcome is Deleted) session.Later?.Forget(operation.Key);
        return outcome;
    }

    /// <summary>Members that a bulk request names before it creates them, and that <see cref="LaterMembers"/> left for its end.</summary>
    public async Task<WriteOutcome> LinkAsync(Session session, Caller caller, LaterMembers.Link link, ResourceView view, CancellationToken cancellationToken) =>
        await ResourceWrites.SendAsync(
            session, writes.UpdateMembers(caller, link.Type, link.Group, "patch", link.Draft(), Precondition.None, view), cancellationToken) ?? new NotFound();

    private async Task<ResourceDraft> PatchAsync(
        Session session, Caller caller, PatchOperation operation, JsonObject document, ResourceView view, CancellationToken cancellationToken)
    {
        var members = operation.Request.NeedsMembers
            ? await queries.MembersAsync(session, caller.Tenant, operation.Type, operation.Key, operation.Request.MembersToKnow, view.BaseUri, cancellationToken)
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
        var outcome = await StoreAsync(session, change, current, document, draft, cancellationToken);
        if (outcome is Stored) session.Later?.Note(operation.Type, operation.Key, draft.Members);
        return outcome;
    }

    private async Task<WriteOutcome?> StoreAsync(
        Session session, Change change, Resource current, JsonObject document, ResourceDraft wanted, CancellationToken cancellationToken)
    {
        var (caller, operation, name, _, view) = change;
        var draft = Now(session, wanted);
        if (!JsonNode.DeepEquals(document, draft.Document))
            return await ResourceWrites.SendAsync(session, writes.Update(caller, current, name, draft, view), cancellationToken);
        if (!draft.Members.IsEmpty)
            return await ResourceWrites.SendAsync(session, writes.UpdateMembers(caller, operation.Type, operation.Key, name, draft, operation.Precondition, view), cancellationToken);
        if (view == view with { Members = false, Groups = false }) return new Stored(current);

        var shown = await queries.FindAsync(session, caller.Tenant, operation.Type, operation.Key, view, cancellationToken);
        return shown is null ? new NotFound() : shown.Version == current.Version ? new Stored(shown) : null;
    }

    private static ResourceDraft Now(Session session, ResourceDraft draft) => session.Later?.Now(draft) ?? draft;

    private static JsonObject DocumentOf(Resource resource) => (JsonObject)JsonNode.Parse(resource.Document.Span)!;

    private sealed record Change(
        Caller Caller, ResourceOperation Operation, string Name, Func<Session, JsonObject, Task<ResourceDraft>> Apply, ResourceView View);
}
