using System.CommandLine;
using Scim.Api.Hosting;

namespace Scim.Api.Commands;

/// <summary><c>migrate</c>: brings the database up to date and ends, for deployments that do so before they start replicas.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database up to date, and end.");
        command.SetAction(async (_, cancellationToken) =>
        {
            var configuration = CommandHost.CreateBuilder().Configuration;
            await using var source = await DatabaseSource.OpenAsync(
                configuration, CommandHost.ReadOptions(configuration), serves: false, migrates: true, Console.WriteLine, cancellationToken);
            Console.WriteLine("The database is up to date.");
        });
        return command;
    }
}
