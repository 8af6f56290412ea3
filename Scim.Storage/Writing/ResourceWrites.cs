using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Scim.Resources.Bodies;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage.Filtering;
using Scim.Storage.Logging;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>Writes, each in one round trip and one transaction, or several in one.</summary>
internal sealed class ResourceWrites(ResourceQueries queries, SchemaCatalogue catalogue, LoggedValues logged)
{
    private readonly Dictionary<string, WriteStatements> _statements = catalogue.ResourceTypes.ToDictionary(x => x.Name, x => new WriteStatements(x));

    public PreparedWrite Create(Caller caller, ResourceType type, Guid id, ResourceDraft draft, ResourceView view)
    {
        var command = WriteCommand.Of(caller, type, id, "create", draft, Precondition.None)
            .WithDocument(caller, type, id, draft)
            .Logging(type, null, draft.Document, logged);
        Statement[] statements = command.Asked.Count > 0 ? [_statements[type.Name].Create, WriteStatements.AddFirstMembers] : [_statements[type.Name].Create];

        // What is new is in no group yet, and without members it is what was sent.
        return Prepare(type, WriteKind.Create, command, statements, view.Members ? view with { Groups = false } : null);
    }

    /// <summary>Stores the document and the members, where the version is the one that was read and met the precondition; null where it is not.</summary>
    public PreparedWrite Update(Caller caller, Resource current, string operation, JsonObject before, ResourceDraft draft, ResourceView view)
    {
        var command = WriteCommand.Of(caller, current.Type, current.Id, operation, draft, Precondition.None)
            .WithDocument(caller, current.Type, current.Id, draft, current.Version)
            .Logging(current.Type, before, draft.Document, logged);
        return Prepare(current.Type, WriteKind.Update, command, [_statements[current.Type.Name].Update], view);
    }

    /// <summary>Changes members alone.</summary>
    public PreparedWrite UpdateMembers(
        Caller caller, ResourceType type, Guid id, string operation, ResourceDraft draft, Precondition precondition, ResourceView view)
    {
        var command = WriteCommand.Of(caller, type, id, operation, draft, precondition);
        return Prepare(type, WriteKind.UpdateMembers, command, [Locks.Resource, _statements[type.Name].UpdateMembers], view);
    }

    public static PreparedWrite Delete(Caller caller, ResourceType type, Guid id, Precondition precondition) =>
        new(type, WriteKind.Delete, new WriteCommand(caller, type, id, "delete", precondition), DeleteStatements.InSteps);

    /// <summary>Changes nothing, and shows the resource at the version that was read.</summary>
    public PreparedWrite Show(Caller caller, Resource current, ResourceView view) => Prepare(
        current.Type, WriteKind.Nothing, new WriteCommand(caller, current.Type, current.Id, "show", Precondition.None) { Version = current.Version }, [], view);

    /// <summary>Null where another version is stored than the one that was read.</summary>
    public static async Task<WriteOutcome?> SendAsync(Session session, PreparedWrite write, CancellationToken cancellationToken)
    {
        try
        {
            return (await SendAsync(session, [write], cancellationToken))[0];
        }
        catch (PostgresException e) when (StorageErrors.IsNotUnique(e))
        {
            return NotUnique.Of(KeyColumns.UniqueAttribute(write.Type)!);
        }
    }

    /// <summary>Sends several in one round trip and one transaction. Where one of them makes PostgreSQL fail, none is done.</summary>
    /// <returns>Their outcomes; null where another version is stored than the one that was read.</returns>
    public static async Task<IReadOnlyList<WriteOutcome?>> SendAsync(Session session, IReadOnlyList<PreparedWrite> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 0) return [];

        await using var batch = new NpgsqlBatch(session.Connection, session.Transaction);
        foreach (var write in writes)
        {
            foreach (var statement in write.Statements) batch.BatchCommands.Add(statement.With(write.Command.Values));
        }

        var outcomes = new List<WriteOutcome?>(writes.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var write in writes)
        {
            if (outcomes.Count > 0) await reader.NextResultAsync(cancellationToken);
            outcomes.Add(await write.ReadAsync(reader, cancellationToken));
        }

        // An error of a later statement shows only when its result is read, and undoes the earlier ones.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return outcomes;
    }

    /// <summary>Keeps members from being deleted until the transaction ends.</summary>
    public static Task LockMembersAsync(Session session, string tenant, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var added = ids.Select(ResourceId.Parse).OfType<Guid>().ToArray();
        return added.Length == 0
            ? Task.CompletedTask
            : Locks.AddedMembers.ExecuteAsync(session, new Dictionary<string, object?> { ["tenant"] = tenant, ["added"] = added }, cancellationToken);
    }

    /// <summary>Waits for the tenant's other bulk requests that do so, and holds them up; other writes go on.</summary>
    public static Task LockOutOtherBulksAsync(Session session, string tenant, CancellationToken cancellationToken) => session.Connection.ExecuteAsync(
        new CommandDefinition(Locks.Bulks, new { tenant }, session.Transaction, cancellationToken: cancellationToken));

    /// <summary>Locks what the operations name, in the order of all writes.</summary>
    public static async Task LockForBulkAsync(Session session, string tenant, IEnumerable<ResourceOperation> operations, CancellationToken cancellationToken)
    {
        var (deleted, changed, added) = (new List<Guid>(), new List<Guid>(), new List<string>());
        foreach (var operation in operations)
        {
            if (operation is DeleteOperation) deleted.Add(operation.Key);
            else if (operation is not CreateOperation) changed.Add(operation.Key);
            added.AddRange(operation.NamedMembers);
        }

        var parameters = new { tenant, deleted = deleted.ToArray(), changed = changed.ToArray(), added = added.Select(ResourceId.Parse).OfType<Guid>().ToArray() };
        if (deleted.Count + changed.Count + parameters.added.Length > 0)
            await session.Connection.ExecuteAsync(new CommandDefinition(Locks.ForBulk, parameters, session.Transaction, cancellationToken: cancellationToken));
    }

    /// <param name="view">What to read of the resource afterwards; null for nothing, where it is known without.</param>
    private PreparedWrite Prepare(ResourceType type, WriteKind kind, WriteCommand command, IEnumerable<Statement> statements, ResourceView? view)
    {
        Statement[] locks = command.Asked.Count > 0 ? [Locks.AddedMembers] : [];
        if (view is null) return new PreparedWrite(type, kind, command, [.. locks, .. statements]);

        command.Values.Add("base", view.BaseUri);
        command.Values.Add("endpoints", queries.Endpoints);
        return new PreparedWrite(type, kind, command, [.. locks, .. statements, FindStatements.Of(view)])
        {
            Show = reader => ResourceColumns.Read(reader, catalogue, type),
        };
    }
}
