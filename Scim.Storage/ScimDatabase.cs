using Npgsql;

namespace Scim.Storage;

/// <summary>The connections to PostgreSQL.</summary>
public sealed class ScimDatabase : IAsyncDisposable
{
    public ScimDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Statements = NpgsqlDataSource.Create(With(connectionString, maxAutoPrepare: 64));
        Searches = NpgsqlDataSource.Create(With(connectionString, maxAutoPrepare: 0));
    }

    public string ConnectionString { get; }

    /// <summary>For statements whose text is always the same: they are prepared once per connection.</summary>
    public NpgsqlDataSource Statements { get; }

    /// <summary>
    /// For searches. They are never prepared: a plan that does not know the operand walks the primary key where an index would answer.
    /// </summary>
    public NpgsqlDataSource Searches { get; }

    public async ValueTask DisposeAsync()
    {
        await Statements.DisposeAsync();
        await Searches.DisposeAsync();
    }

    // A setting of the operator's wins, except that nothing may prepare searches.
    private static string With(string connectionString, int maxAutoPrepare)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.ApplicationName ??= "scim";
        if (maxAutoPrepare == 0 || !builder.ShouldSerialize("Max Auto Prepare")) builder.MaxAutoPrepare = maxAutoPrepare;
        return builder.ConnectionString;
    }
}
