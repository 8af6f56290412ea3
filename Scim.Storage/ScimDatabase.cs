using System.Diagnostics;
using Npgsql;

namespace Scim.Storage;

/// <summary>The connections to PostgreSQL.</summary>
public sealed class ScimDatabase : IAsyncDisposable
{
    // PostgreSQL would plan many writes anew each time, since what it expects of a plan for all operands is worse than what the plan is; and for
    // these statements planning takes longer than the work. They name what they read, so none of them is to read a table from end to end, also
    // where nearly all members are in one group and that looks cheap.
    private const string PlannedOnce = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off";

    // Compiling a plan takes longer than running it.
    private const string NotCompiled = "SET jit = off";

    public ScimDatabase(string connectionString)
    {
        ConnectionString = WithDefaults(connectionString);
        ByKey = Connect("by-key", WithAutoPrepare(64, overrule: false), $"{PlannedOnce}; {NotCompiled}");
        Statements = Connect("statements", WithAutoPrepare(64, overrule: false), NotCompiled);
        Searches = Connect("searches", WithAutoPrepare(0, overrule: true), NotCompiled);
    }

    /// <summary>As it was given, with defaults.</summary>
    public string ConnectionString { get; }

    /// <summary>For statements that name the resources they read and write: they are prepared on each connection, and planned once.</summary>
    public NpgsqlDataSource ByKey { get; }

    /// <summary>For other statements whose text is always the same: they are prepared on each connection.</summary>
    public NpgsqlDataSource Statements { get; }

    /// <summary>
    /// For searches. They are never prepared: a plan that does not know the operand walks the primary key where an index would answer.
    /// </summary>
    public NpgsqlDataSource Searches { get; }

    public async ValueTask DisposeAsync()
    {
        await ByKey.DisposeAsync();
        await Statements.DisposeAsync();
        await Searches.DisposeAsync();
    }

    /// <param name="name">Tells the pool from the others in metrics.</param>
    /// <param name="connectionString">Where to.</param>
    /// <param name="settings">Of each connection.</param>
    private static NpgsqlDataSource Connect(string name, string connectionString, string settings)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = name };

        // What is read every now and then by itself, for the due list or for metrics, would be traces of one statement each.
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => Activity.Current is not null)
            .ConfigureBatchFilter(_ => Activity.Current is not null));
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(settings, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(settings, connection);
                await command.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }

    private static string WithDefaults(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.ApplicationName ??= "scim";

        // Nothing changes a connection but what sets it up, which a reset would undo; and that costs PostgreSQL as much as many a request.
        builder.NoResetOnClose = true;

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
