using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Operations;
using Scim.Resources.Patching;
using Scim.Resources.Representation;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>Carries out operations: read, apply, write.</summary>
internal sealed class ResourceChanges(ResourceQueries queries, ResourceWrites writes)
{
    // A change that finds another version than it read starts over; after these tries it locks the resource first.
    private const int OptimisticTries = 3;

    /// <summary>Whether what is stored decides what is written.</summary>
    public static bool MustRead(ResourceOperation operation) => operation is ReplaceOperation or PatchOperation { Request: not { OnlyMembers: true, NeedsMembers: false } };

    /// <summary>Whether the members of the group decide what is written.</summary>
    public static bool MustReadMembers(ResourceOperation operation) => operation is PatchOperation { Request.NeedsMembers: true };

    /// <exception cref="Scim.Resources.ScimException">The operation does not fit what is stored; nothing was changed.</exception>
    public async Task<WriteOutcome> RunAsync(Session session, Caller caller, ResourceOperation operation, ResourceView view, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= OptimisticTries; attempt++)
        {
            var prepared = await ReadAsync(session, caller, operation, view, cancellationToken);
            if (await SendAsync(session, prepared, cancellationToken) is { } outcome) return outcome;
        }

        return await RunLockedAsync(session, caller, operation, view, cancellationToken);
    }

    /// <summary>Sends several in one round trip, inside a transaction.</summary>
    /// <returns>Their outcomes; null where another version is stored than the one that was read.</returns>
    public static async Task<IReadOnlyList<WriteOutcome?>> SendAsync(Session session, IReadOnlyList<PreparedOperation> operations, CancellationToken cancellationToken)
    {
        var written = await ResourceWrites.SendAsync(session, [.. operations.Select(x => x.Write).OfType<PreparedWrite>()], cancellationToken);
        var next = 0;
        return [.. operations.Select(x => x.Outcome ?? written[next++])];
    }

    /// <summary>The resources that the operations must read, by their ids.</summary>
    public Task<IReadOnlyDictionary<Guid, Resource>> ReadAsync(
        Session session, Caller caller, IEnumerable<ResourceOperation> operations, ResourceView view, CancellationToken cancellationToken) =>
        queries.FindAsync(session, caller.Tenant, [.. operations.Where(MustRead).Select(x => (x.Type, x.Key))], Bare(view), cancellationToken);

    /// <param name="session">The session.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="view">What the outcome shows of the resource.</param>
    /// <param name="current">What is stored, where the operation must read it.</param>
    /// <param name="members">The group's members, and what is known of those to come, where these decide.</param>
    /// <exception cref="Scim.Resources.ScimException">The operation cannot be done.</exception>
    public PreparedOperation Prepare(Session session, Caller caller, ResourceOperation operation, ResourceView view, Resource? current, IReadOnlyList<JsonObject>? members = null)
    {
        switch (operation)
        {
            case CreateOperation x:
                return new PreparedOperation(x, x.Draft.Members) { Write = writes.Create(caller, x.Type, x.Key, Now(session, x.Draft), view) };
            case DeleteOperation x:
                return new PreparedOperation(x, new MembershipChange()) { Write = ResourceWrites.Delete(caller, x.Type, x.Key, x.Precondition) };
            case PatchOperation x when !MustRead(x):
                return WithMembers(session, caller, x, x.Request.Apply([]), view);
        }

        if (current is null) return PreparedOperation.Ended(operation, new NotFound());
        if (!operation.Precondition.Holds(current.Version)) return PreparedOperation.Ended(operation, new VersionMismatch(current.Version));

        var document = (JsonObject)JsonNode.Parse(current.Document.Span)!;
        var draft = operation is PatchOperation patch
            ? patch.Request.Apply(document, members)
            : ResourceBody.ReadReplacement(operation.Type, ((ReplaceOperation)operation).Body, document);
        if (!JsonNode.DeepEquals(document, draft.Document))
            return new PreparedOperation(operation, draft.Members) { Write = writes.Update(caller, current, NameOf(operation), document, Now(session, draft), view) };
        if (!Now(session, draft).Members.IsEmpty) return WithMembers(session, caller, operation, draft, view);

        var prepared = new PreparedOperation(operation, draft.Members);
        return view == Bare(view)
            ? prepared with { Outcome = new Stored(current with { Members = null }) }
            : prepared with { Write = writes.Show(caller, current, view) };
    }

    /// <summary>Tells what an operation leaves for later. The outcome comes back as it was.</summary>
    public static WriteOutcome Noted(Session session, PreparedOperation prepared, WriteOutcome outcome)
    {
        var (operation, members) = prepared;
        if (outcome is Stored) session.Later?.Note(operation.Type, operation.Key, members);
        if (outcome is Deleted) session.Later?.Forget(operation.Key);
        return outcome;
    }

    /// <summary>Members that a bulk request names before it creates them, and that <see cref="LaterMembers"/> left for its end.</summary>
    public PreparedWrite Link(Caller caller, LaterMembers.Link link, ResourceView view) =>
        writes.UpdateMembers(caller, link.Type, link.Group, "patch", link.Draft(), Precondition.None, view);

    private async Task<PreparedOperation> ReadAsync(Session session, Caller caller, ResourceOperation operation, ResourceView view, CancellationToken cancellationToken)
    {
        var asked = Bare(view) with { Members = MustReadMembers(operation) };
        var current = MustRead(operation) ? await queries.FindAsync(session, caller.Tenant, operation.Type, operation.Key, asked, cancellationToken) : null;
        if (current is null || operation is not PatchOperation { Request: { NeedsMembers: true } patch }) return Prepare(session, caller, operation, view, current);

        var coming = patch.MembersToKnow.Concat(session.Later?.Awaited(operation.Key) ?? []);
        var members = MembersOf(current).Concat(await queries.AsMembersAsync(session, caller.Tenant, coming, view.BaseUri, cancellationToken));
        return Prepare(session, caller, operation, view, current, [.. members]);
    }

    /// <summary>Null where another write came between reading and writing.</summary>
    private static async Task<WriteOutcome?> SendAsync(Session session, PreparedOperation prepared, CancellationToken cancellationToken)
    {
        var outcome = prepared.Outcome ?? await ResourceWrites.SendAsync(session, prepared.Write!, cancellationToken);
        return outcome is null ? null : Noted(session, prepared, outcome);
    }

    /// <summary>Locks in the order of all writes: the members to add, then the resource.</summary>
    private async Task<WriteOutcome> RunLockedAsync(Session session, Caller caller, ResourceOperation operation, ResourceView view, CancellationToken cancellationToken)
    {
        var expected = await ReadAsync(session, caller, operation, view, cancellationToken);

        await using var transaction = session.Transaction is null ? await session.Connection.BeginTransactionAsync(cancellationToken) : null;
        var locked = session with { Transaction = session.Transaction ?? transaction, Locks = true };
        await ResourceWrites.LockMembersAsync(locked, caller.Tenant, expected.Members.Added, cancellationToken);
        var prepared = await ReadAsync(locked, caller, operation, view, cancellationToken);
        var outcome = await SendAsync(locked, prepared, cancellationToken)
            ?? throw new InvalidOperationException("A locked resource was changed by another transaction.");
        if (outcome is Stored && transaction is not null) await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    private PreparedOperation WithMembers(Session session, Caller caller, ResourceOperation operation, ResourceDraft draft, ResourceView view) => new(operation, draft.Members)
    {
        Write = writes.UpdateMembers(caller, operation.Type, operation.Key, NameOf(operation), Now(session, draft), operation.Precondition, view),
    };

    private static string NameOf(ResourceOperation operation) => operation is ReplaceOperation ? "replace" : "patch";

    private static ResourceView Bare(ResourceView view) => view with { Members = false, Groups = false };

    private static ResourceDraft Now(Session session, ResourceDraft draft) => session.Later?.Now(draft) ?? draft;

    private static List<JsonObject> MembersOf(Resource group) =>
        group.Members is { } members ? ((JsonArray)JsonNode.Parse(members.Span)!).OfType<JsonObject>().ToList() : [];
}
