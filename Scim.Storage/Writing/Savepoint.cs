using Npgsql;
using Scim.Resources;

namespace Scim.Storage.Writing;

/// <summary>Part of a transaction that can be undone alone.</summary>
internal static class Savepoint
{
    private const string Name = "operation";

    /// <summary>Does the work, and undoes it where it answers false or PostgreSQL fails.</summary>
    /// <returns>Why it could not be done; else null.</returns>
    public static async Task<WriteOutcome?> TryAsync(NpgsqlTransaction transaction, Func<Task<bool>> work, CancellationToken cancellationToken)
    {
        await transaction.SaveAsync(Name, cancellationToken);
        var isKept = false;
        WriteOutcome? fault = null;
        try
        {
            isKept = await work();
        }
        catch (ScimException e)
        {
            fault = new Refused(e);
        }
        catch (PostgresException e) when (!StorageErrors.IsUnavailable(e))
        {
            fault = new Failed(e);
        }

        // Rolling back leaves it open, and all that follows would be inside it.
        if (!isKept) await transaction.RollbackAsync(Name, cancellationToken);
        await transaction.ReleaseAsync(Name, cancellationToken);
        return fault;
    }
}
