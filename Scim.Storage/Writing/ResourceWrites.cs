using System.Data.Common;
using Dapper;
using Npgsql;
using Scim.Resources.Bodies;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage.Filtering;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>Writes, each in one round trip and one transaction, or several in one.</summary>
/// <param name="endpoints">The endpoint of each type, for addresses that PostgreSQL writes.</param>
internal sealed class ResourceWrites(string endpoints)
{
    public PreparedWrite Create(Caller caller, ResourceType type, Guid id, ResourceDraft draft, ResourceView view)
    {
        var command = WriteCommand.Of(caller, type, id, "create", draft, Precondition.None).WithDocument(caller, type, id, draft);
        string[] statements = command.Asked.Count > 0 ? [WriteStatements.Create, WriteStatements.AddFirstMembers] : [WriteStatements.Create];
        return Prepare(type, WriteKind.Create, command, statements, view);
    }

    /// <summary>Stores the document and the members, where the version is the one that was read and met the precondition; null where it is not.</summary>
    public PreparedWrite Update(Caller caller, Resource current, string operation, ResourceDraft draft, ResourceView view)
    {
        var command = WriteCommand.Of(caller, current.Type, current.Id, operation, draft, Precondition.None)
            .WithDocument(caller, current.Type, current.Id, draft, current.Version);
        return Prepare(current.Type, WriteKind.Update, command, [WriteStatements.Update], view);
    }

    /// <summary>Changes members alone.</summary>
    public PreparedWrite UpdateMembers(
        Caller caller, ResourceType type, Guid id, string operation, ResourceDraft draft, Precondition precondition, ResourceView view)
    {
        var command = WriteCommand.Of(caller, type, id, operation, draft, precondition);
        return Prepare(type, WriteKind.UpdateMembers, command, [WriteStatements.LockResource, WriteStatements.UpdateMembers], view);
    }

    public static PreparedWrite Delete(Caller caller, ResourceType type, Guid id, Precondition precondition) =>
        new(type, WriteKind.Delete, new WriteCommand(caller, type, id, "delete", precondition), WriteStatements.DeleteInSteps);

    /// <summary>Changes nothing, and shows the resource at the version that was read.</summary>
    public PreparedWrite Show(Caller caller, Resource current, ResourceView view) => Prepare(
        current.Type, WriteKind.Nothing, new WriteCommand(caller, current.Type, current.Id, "show", Precondition.None) { Version = current.Version }, [], view);

    /// <summary>Null where another version is stored than the one that was read.</summary>
    public static async Task<WriteOutcome?> SendAsync(Session session, PreparedWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await ReadAsync(session, string.Join(";\n", write.Statements), write.Command, cancellationToken);
            var outcome = await write.ReadAsync(reader, cancellationToken);
            await FinishAsync(reader, cancellationToken);
            return outcome;
        }
        catch (PostgresException e) when (StorageErrors.IsNotUnique(e))
        {
            return NotUnique.Of(KeyColumns.UniqueAttribute(write.Type)!);
        }
    }

    /// <summary>Sends several in one round trip, inside a transaction. Where one of them makes PostgreSQL fail, none is done.</summary>
    /// <returns>Their outcomes; null where another version is stored than the one that was read.</returns>
    public static async Task<IReadOnlyList<WriteOutcome?>> SendAsync(Session session, IReadOnlyList<PreparedWrite> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 0) return [];

        await using var batch = new NpgsqlBatch(session.Connection, session.Transaction);
        foreach (var (write, statement) in writes.SelectMany(x => x.Statements.Select(statement => (x, statement))))
        {
            var command = new NpgsqlBatchCommand(statement);
            foreach (var (name, value) in write.Command.Values) command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
            batch.BatchCommands.Add(command);
        }

        var outcomes = new List<WriteOutcome?>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var write in writes)
        {
            if (outcomes.Count > 0) await reader.NextResultAsync(cancellationToken);
            outcomes.Add(await write.ReadAsync(reader, cancellationToken));
        }

        await FinishAsync(reader, cancellationToken);
        return outcomes;
    }

    /// <summary>Keeps members from being deleted until the transaction ends.</summary>
    public static Task LockMembersAsync(Session session, string tenant, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var added = ids.Select(ResourceId.Parse).OfType<Guid>().ToArray();
        return added.Length == 0
            ? Task.CompletedTask
            : session.Connection.ExecuteAsync(
                new CommandDefinition(WriteStatements.LockAddedMembers, new { tenant, added }, session.Transaction, cancellationToken: cancellationToken));
    }

    /// <summary>Waits for the tenant's other bulk requests that do so, and holds them up; other writes go on.</summary>
    public static Task LockOutOtherBulksAsync(Session session, string tenant, CancellationToken cancellationToken) => session.Connection.ExecuteAsync(
        new CommandDefinition("SELECT FROM scim.tenant WHERE id = @tenant FOR NO KEY UPDATE", new { tenant }, session.Transaction, cancellationToken: cancellationToken));

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
            await session.Connection.ExecuteAsync(new CommandDefinition(WriteStatements.LockForBulk, parameters, session.Transaction, cancellationToken: cancellationToken));
    }

    private PreparedWrite Prepare(ResourceType type, WriteKind kind, WriteCommand command, string[] statements, ResourceView view)
    {
        command.Values.Add("base", view.BaseUri);
        command.Values.Add("endpoints", endpoints);
        return new PreparedWrite(type, kind, command, command.Asked.Count > 0
            ? [WriteStatements.LockAddedMembers, .. statements, Result(view)]
            : [.. statements, Result(view)]);
    }

    private static string Result(ResourceView view) => $"""
        SELECT {ResourceColumns.Of(view)}
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type
        """;

    private static Task<DbDataReader> ReadAsync(Session session, string sql, WriteCommand command, CancellationToken cancellationToken) =>
        session.Connection.ExecuteReaderAsync(new CommandDefinition(sql, new DynamicParameters(command.Values), session.Transaction, cancellationToken: cancellationToken));

    // An error of a later statement shows only when its result is read, and undoes the earlier ones.
    private static async Task FinishAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }
}
