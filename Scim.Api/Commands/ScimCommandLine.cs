using System.CommandLine;
using Microsoft.Extensions.Options;
using Npgsql;
using Scim.Api.Hosting;
using Scim.Api.Selftest;
using Scim.Grafana.Client;
using Scim.Resources.Schemas;
using Scim.Storage.Migrations;
using Scim.Storage.PrivatePostgres;

namespace Scim.Api.Commands;

/// <summary>The command line. Without a command, the service runs.</summary>
public static class ScimCommandLine
{
    // Longer than the host waits for its last requests.
    private static readonly TimeSpan Patience = Drain.LastRequests + TimeSpan.FromSeconds(ScimOptions.MaxDrainSeconds + 30);

    // What a shell reports of a program that Ctrl-C ended.
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("A SCIM 2.0 service that runs beside Grafana.");
        var serve = ServeCommand.Create();
        root.Subcommands.Add(serve);
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(TokenCommand.Create());
        root.Subcommands.Add(LogCommand.Create());
        root.Subcommands.Add(TenantCommand.Create());
        root.Subcommands.Add(ClientCommand.Create());
        root.Subcommands.Add(HealthCommand.Create());
        root.Subcommands.Add(GrafanaCommand.Create());
        root.Subcommands.Add(SelftestCommand.Create());
        root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(cancellationToken));

        // Ctrl-C and SIGTERM cancel whatever runs, so that it can end its requests, and its database.
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = Patience, EnableDefaultExceptionHandler = false };
        try
        {
            var parsed = root.Parse(args);
            var exitCode = await parsed.InvokeAsync(configuration);
            return parsed.Errors.Count > 0 && parsed.CommandResult.Command.Name == SelftestCommand.Name ? SelftestRun.NotRun : exitCode;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception e) when (Explain(e) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }

    /// <summary>What a person can mend, in one sentence; null for faults of the service itself.</summary>
    private static string? Explain(Exception e) => e switch
    {
        OptionsValidationException x => string.Join(Environment.NewLine, x.Failures),
        SchemaException or MigrationException or PrivatePostgresException or PlatformNotSupportedException => e.Message,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } => "The database has no tables of this service yet. Run: migrate.",
        PostgresException x => $"PostgreSQL refused: {x.MessageText}. Check ConnectionStrings__Scim.",
        NpgsqlException x => $"PostgreSQL cannot be reached: {x.InnerException?.Message ?? x.Message}. Check ConnectionStrings__Scim.",
        GrafanaException => e.Message,
        IOException x when x.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException => $"{x.Message} Set ASPNETCORE_URLS to another address.",
        _ => null,
    };
}
