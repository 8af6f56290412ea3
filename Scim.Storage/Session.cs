using Npgsql;

namespace Scim.Storage;

/// <summary>A connection, and the transaction it is in, if any.</summary>
internal sealed record Session(NpgsqlConnection Connection, NpgsqlTransaction? Transaction = null);
