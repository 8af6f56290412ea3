using Npgsql;

namespace Scim.Storage;

/// <summary>The connections to PostgreSQL.</summary>
public sealed class ScimDatabase : IAsyncDisposable
{
    public ScimDatabase(string connectionString)
    {
        ConnectionString = WithDefaults(connectionString);
        Statements = NpgsqlDataSource.Create(WithAutoPrepare(64, overrule: false));
        Searches = NpgsqlDataSource.Create(WithAutoPrepare(0, overrule: true));
    }

    /// <summary>As it was given, with defaults.</summary>
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

    private static string WithDefaults(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.ApplicationName ??= "scim";

        // Nothing here leaves a connection otherwise than it found it. Putting it back would cost PostgreSQL as much as many a request.
        if (!builder.ShouldSerialize("No Reset On Close")) builder.NoResetOnClose = true;

        // Of several hosts, the one that takes writes.
        if (builder.Host?.Contains(',', StringComparison.Ordinal) == true && builder.TargetSessionAttributes is null) builder.TargetSessionAttributes = "primary";

        // Images without Kerberos print a warning where it is so much as tried.
        if (!builder.ShouldSerialize("GSS Encryption Mode")) builder.GssEncryptionMode = GssEncryptionMode.Disable;
        return builder.ConnectionString;
    }

    private string WithAutoPrepare(int statements, bool overrule)
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        if (overrule || !builder.ShouldSerialize("Max Auto Prepare")) builder.MaxAutoPrepare = statements;
        return builder.ConnectionString;
    }
}
