using Npgsql;

namespace Scim.Storage;

/// <summary>What PostgreSQL's errors mean here, by SQLSTATE and constraint, never by message.</summary>
public static class StorageErrors
{
    /// <summary>Another transaction stood in the way and this one was undone; the same again may pass.</summary>
    public static bool IsConflict(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>The value of the type's unique attribute, such as <c>userName</c>, is taken.</summary>
    public static bool IsNotUnique(PostgresException e) =>
        e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "resource_unique_key" };

    /// <summary>Another resource of the tenant is brought to that account or team in Grafana.</summary>
    public static bool IsLinkTaken(PostgresException e) =>
        e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "grafana_link_object" };

    /// <summary>A token or a client was to be made for a tenant that does not exist.</summary>
    public static bool IsUnknownTenant(PostgresException e) =>
        e is { SqlState: PostgresErrorCodes.ForeignKeyViolation, ConstraintName: "token_tenant_id_fkey" or "client_tenant_id_fkey" };

    /// <summary>The database is away, starting, stopping or full, or others were in the way at every try: nothing of the request was stored, and a later try may pass.</summary>
    public static bool IsUnavailable(Exception e) => e switch
    {
        PostgresException x => IsConflict(x) || x.SqlState[..2] is "08" or "53" or "57" or "58",
        NpgsqlException => true,
        _ => false,
    };
}
