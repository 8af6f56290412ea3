using Npgsql;
using Scim.Storage.Writing;

namespace Scim.Storage;

/// <summary>A connection, and the transaction it is in, if any.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Transaction">The transaction; without one, each command is one.</param>
/// <param name="Locks">What is read for a change is locked against others until the transaction ends.</param>
/// <param name="Later">In bulk: the members that are still to be created.</param>
internal sealed record Session(NpgsqlConnection Connection, NpgsqlTransaction? Transaction = null, bool Locks = false, LaterMembers? Later = null);
