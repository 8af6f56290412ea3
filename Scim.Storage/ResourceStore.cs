using System.Text.Json.Nodes;
using Npgsql;
using Scim.Resources.Bodies;
using Scim.Resources.Patching;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage.Reading;
using Scim.Storage.Writing;

namespace Scim.Storage;

/// <summary>The resources of all tenants in PostgreSQL: read, apply, write.</summary>
public sealed class ResourceStore
{
    // A change that finds another version than it read starts over; after these tries it locks the resource first.
    private const int OptimisticTries = 3;

    // Two deletes of groups that contain each other can lock one another out; PostgreSQL then ends one of them.
    private const int ConflictTries = 5;

    private readonly ScimDatabase _database;
    private readonly ResourceQueries _queries;
    private readonly ResourceWrites _writes;

    public ResourceStore(ScimDatabase database, SchemaCatalogue catalogue)
    {
        _database = database;
        _queries = new ResourceQueries(database, catalogue);
        _writes = new ResourceWrites(_queries.Endpoints);
    }

    /// <summary>Null where the tenant has no such resource.</summary>
    public Task<Resource?> FindAsync(string tenant, ResourceType type, Guid id, ResourceView view, CancellationToken cancellationToken) =>
        _queries.FindAsync(tenant, type, id, view, cancellationToken);

    public Task<ResourcePage> ListAsync(string tenant, ListQuery query, ResourceView view, CancellationToken cancellationToken) =>
        _queries.ListAsync(tenant, query, view, cancellationToken);

    public Task<WriteOutcome> CreateAsync(Caller caller, ResourceType type, ResourceDraft draft, ResourceView view, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        return InSessionAsync(async session =>
            await _writes.CreateAsync(session, caller, type, id, draft, view, cancellationToken)
            ?? throw new InvalidOperationException("A new resource was not stored."), cancellationToken);
    }

    /// <summary>Puts the body in the place of the resource (RFC 7644 section 3.5.1).</summary>
    /// <exception cref="Scim.Resources.ScimException">The body is no valid replacement; nothing was changed.</exception>
    public Task<WriteOutcome> ReplaceAsync(Caller caller, ResourceType type, Guid id, JsonObject body, ResourceView view, CancellationToken cancellationToken)
    {
        var change = new Change(caller, type, id, "replace", (_, document) => Task.FromResult(ResourceBody.ReadReplacement(type, body, document)), view);
        return InSessionAsync(session => ChangeAsync(session, change, cancellationToken), cancellationToken);
    }

    /// <summary>Applies the operations, all or none (RFC 7644 section 3.5.2).</summary>
    /// <exception cref="Scim.Resources.ScimException">An operation cannot be applied; nothing was changed.</exception>
    public Task<WriteOutcome> PatchAsync(Caller caller, ResourceType type, Guid id, PatchRequest patch, ResourceView view, CancellationToken cancellationToken)
    {
        if (patch is { OnlyMembers: true, NeedsMembers: false })
            return InSessionAsync(session => _writes.UpdateMembersAsync(session, caller, type, id, "patch", patch.Apply([]), view, cancellationToken), cancellationToken);

        var change = new Change(caller, type, id, "patch", async (session, document) =>
        {
            var members = patch.NeedsMembers ? await _queries.MembersAsync(session, caller.Tenant, type, id, view.BaseUri, cancellationToken) : null;
            return patch.Apply(document, members);
        }, view);
        return InSessionAsync(session => ChangeAsync(session, change, cancellationToken), cancellationToken);
    }

    /// <returns>False where the tenant has no such resource.</returns>
    public Task<bool> DeleteAsync(Caller caller, ResourceType type, Guid id, CancellationToken cancellationToken) =>
        InSessionAsync(session => ResourceWrites.DeleteAsync(session, caller, type, id, cancellationToken), cancellationToken);

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
        var bare = change.View with { Members = false, Groups = false };
        if (await _queries.FindAsync(session, change.Caller.Tenant, change.Type, change.Id, bare, cancellationToken) is not { } current) return new NotFound();
        var draft = await change.Apply(session, DocumentOf(current));

        await using var transaction = await session.Connection.BeginTransactionAsync(cancellationToken);
        var locked = session with { Transaction = transaction };
        await ResourceWrites.LockMembersAsync(locked, change.Caller.Tenant, draft.Members.Added, cancellationToken);
        var outcome = await TryChangeAsync(locked, change, cancellationToken)
            ?? throw new InvalidOperationException("A locked resource was changed by another transaction.");
        if (outcome is Stored) await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <summary>Null where another write came between reading and writing.</summary>
    private async Task<WriteOutcome?> TryChangeAsync(Session session, Change change, CancellationToken cancellationToken)
    {
        var (caller, type, id, operation, apply, view) = change;
        var bare = view with { Members = false, Groups = false };
        if (await _queries.FindAsync(session, caller.Tenant, type, id, bare, cancellationToken) is not { } current) return new NotFound();

        var document = DocumentOf(current);
        var draft = await apply(session, document);
        if (!JsonNode.DeepEquals(document, draft.Document))
            return await _writes.UpdateAsync(session, caller, current, operation, draft, view, cancellationToken);
        if (!draft.Members.IsEmpty)
            return await _writes.UpdateMembersAsync(session, caller, type, id, operation, draft, view, cancellationToken);

        var unchanged = view == bare ? current : await _queries.FindAsync(session, caller.Tenant, type, id, view, cancellationToken);
        return unchanged is null ? new NotFound() : new Stored(unchanged);
    }

    private async Task<T> InSessionAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _database.Statements.OpenConnectionAsync(cancellationToken);
                return await work(new Session(connection));
            }
            catch (PostgresException e) when (StorageErrors.IsConflict(e) && attempt < ConflictTries)
            {
                // The other transaction has gone on: PostgreSQL waited a second before it gave this one up.
            }
        }
    }

    private static JsonObject DocumentOf(Resource resource) => (JsonObject)JsonNode.Parse(resource.Document.Span)!;

    private sealed record Change(
        Caller Caller, ResourceType Type, Guid Id, string Operation, Func<Session, JsonObject, Task<ResourceDraft>> Apply, ResourceView View);
}
