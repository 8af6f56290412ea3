using System.Data.Common;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage.Filtering;

namespace Scim.Storage.Writing;

internal enum WriteKind
{
    /// <summary>The resource is as it should be, and is only shown.</summary>
    Nothing,
    Create,
    Update,
    UpdateMembers,
    Delete,
}

/// <summary>The statements of one write with their parameters, and what their results mean.</summary>
internal sealed record PreparedWrite(ResourceType Type, WriteKind Kind, WriteCommand Command, IReadOnlyList<Statement> Statements)
{
    /// <summary>Makes the resource of the row that the last of the statements reads. Where there is none, the command says what a new one is.</summary>
    public Func<DbDataReader, Resource>? Show { get; init; }

    /// <summary>Reads the results of these statements; null where another version is stored than the one that was read.</summary>
    public Task<WriteOutcome?> ReadAsync(DbDataReader reader, CancellationToken cancellationToken) => Kind switch
    {
        WriteKind.Nothing => ReadShownAsync(reader, cancellationToken),
        WriteKind.Delete => ReadDeletedAsync(reader, cancellationToken),
        _ => ReadStoredAsync(reader, cancellationToken),
    };

    private async Task<WriteOutcome?> ReadStoredAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var anyKnown = true;
        if (Command.Asked.Count > 0)
        {
            anyKnown = await reader.ReadAsync(cancellationToken) || Command.MayBeUnknown;
            await reader.NextResultAsync(cancellationToken);
        }

        long? locked = null;
        if (Kind == WriteKind.UpdateMembers)
        {
            locked = await VersionAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }

        var changed = await reader.ReadAsync(cancellationToken);
        var resource = changed && Show is null ? Command.NewResource(Type, reader.GetFieldValue<DateTime>(1)) : null;
        if (Show is not null)
        {
            await reader.NextResultAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken)) resource = Show(reader);
        }

        if (locked is { } version && !Command.Precondition.Holds(version)) return new VersionMismatch(version);
        if (!anyKnown && (resource is not null || Kind != WriteKind.UpdateMembers)) return new UnknownMembers(Command.Asked);
        if (resource is null) return Kind == WriteKind.Create ? NotUnique.Of(KeyColumns.UniqueAttribute(Type)!) : new NotFound();

        // Members that are there already, or gone already, change nothing, and that is no failure.
        return changed || Kind == WriteKind.UpdateMembers ? new Stored(resource) : null;
    }

    private async Task<WriteOutcome?> ReadShownAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken)) return new NotFound();
        var resource = Show!(reader);
        return resource.Version == Command.Version ? new Stored(resource) : null;
    }

    private async Task<WriteOutcome?> ReadDeletedAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var locked = await VersionAsync(reader, cancellationToken);

        // The groups it was in have a result of their own.
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken)) return new Deleted();
        return locked is { } version && !Command.Precondition.Holds(version) ? new VersionMismatch(version) : new NotFound();
    }

    private static async Task<long?> VersionAsync(DbDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) ? reader.GetInt64(0) : null;
}
