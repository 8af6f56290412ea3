using System.Data.Common;
using Dapper;
using Npgsql;
using Scim.Resources.Bodies;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage.Filtering;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>Writes in one round trip and one transaction each.</summary>
/// <param name="endpoints">The endpoint of each type, for addresses that PostgreSQL writes.</param>
internal sealed class ResourceWrites(string endpoints)
{
    public Task<WriteOutcome?> CreateAsync(
        Session session, Caller caller, ResourceType type, Guid id, ResourceDraft draft, ResourceView view, CancellationToken cancellationToken)
    {
        var command = WriteCommand.Of(caller, type, id, "create", draft, Precondition.None).WithDocument(caller, type, id, draft);
        string[] statements = command.Asked.Count > 0 ? [WriteStatements.Create, WriteStatements.AddFirstMembers] : [WriteStatements.Create];
        return SendAsync(session, type, command, statements, view, cancellationToken);
    }

    /// <summary>Stores the document and the members, where the version is the one that was read and met the precondition; null where it is not.</summary>
    public Task<WriteOutcome?> UpdateAsync(
        Session session, Caller caller, Resource current, string operation, ResourceDraft draft, ResourceView view, CancellationToken cancellationToken)
    {
        var command = WriteCommand.Of(caller, current.Type, current.Id, operation, draft, Precondition.None)
            .WithDocument(caller, current.Type, current.Id, draft, current.Version);
        return SendAsync(session, current.Type, command, [WriteStatements.Update], view, cancellationToken);
    }

    /// <summary>Changes members alone.</summary>
    public async Task<WriteOutcome> UpdateMembersAsync(
        Session session, Caller caller, ResourceType type, Guid id, string operation, ResourceDraft draft, Precondition precondition, ResourceView view, CancellationToken cancellationToken)
    {
        var command = WriteCommand.Of(caller, type, id, operation, draft, precondition);
        string[] statements = [WriteStatements.LockResource, WriteStatements.UpdateMembers];
        return await SendAsync(session, type, command, statements, view, cancellationToken) ?? new NotFound();
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

    public static async Task<WriteOutcome> DeleteAsync(
        Session session, Caller caller, ResourceType type, Guid id, Precondition precondition, CancellationToken cancellationToken)
    {
        const string sql = $"{WriteStatements.LockForDelete};\n{DueMarks.OfDeleted};\n{WriteStatements.DeleteMemberships};\n{WriteStatements.Delete}";
        await using var reader = await ReadAsync(session, sql, new WriteCommand(caller, type, id, "delete", precondition), cancellationToken);
        var version = await VersionAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var deleted = await reader.ReadAsync(cancellationToken);
        await FinishAsync(reader, cancellationToken);
        return deleted ? new Deleted() : version is { } current && !precondition.Holds(current) ? new VersionMismatch(current) : new NotFound();
    }

    private async Task<WriteOutcome?> SendAsync(
        Session session, ResourceType type, WriteCommand command, string[] statements, ResourceView view, CancellationToken cancellationToken)
    {
        command.Values.Add("base", view.BaseUri);
        command.Values.Add("endpoints", endpoints);
        var sql = string.Join(";\n", command.Asked.Count > 0
            ? [WriteStatements.LockAddedMembers, .. statements, Result(view)]
            : [.. statements, Result(view)]);

        try
        {
            await using var reader = await ReadAsync(session, sql, command, cancellationToken);
            return await OutcomeAsync(reader, type, command, statements.Contains(WriteStatements.LockResource), cancellationToken);
        }
        catch (PostgresException e) when (StorageErrors.IsNotUnique(e))
        {
            return new NotUnique(KeyColumns.UniqueAttribute(type)!.Name);
        }
    }

    private static async Task<WriteOutcome?> OutcomeAsync(
        DbDataReader reader, ResourceType type, WriteCommand command, bool membersOnly, CancellationToken cancellationToken)
    {
        var anyKnown = true;
        if (command.Asked.Count > 0)
        {
            anyKnown = await reader.ReadAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }

        long? locked = null;
        if (membersOnly)
        {
            locked = await VersionAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }

        var changed = await reader.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var resource = await reader.ReadAsync(cancellationToken) ? ResourceColumns.Read(reader, type) : null;
        await FinishAsync(reader, cancellationToken);

        if (locked is { } version && !command.Precondition.Holds(version)) return new VersionMismatch(version);
        if (!anyKnown && (resource is not null || !membersOnly)) return new UnknownMembers(command.Asked);
        if (resource is null) return new NotFound();

        // Members that are there already, or gone already, change nothing, and that is no failure.
        return changed || membersOnly ? new Stored(resource) : null;
    }

    private static async Task<long?> VersionAsync(DbDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) ? reader.GetInt64(0) : null;

    private static string Result(ResourceView view) => $"""
        SELECT {ResourceColumns.Of(view)}
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type
        """;

    private static Task<DbDataReader> ReadAsync(Session session, string sql, WriteCommand command, CancellationToken cancellationToken) =>
        session.Connection.ExecuteReaderAsync(new CommandDefinition(sql, command.Values, session.Transaction, cancellationToken: cancellationToken));

    // An error of a later statement shows only when its result is read, and undoes the earlier ones.
    private static async Task FinishAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }
}
