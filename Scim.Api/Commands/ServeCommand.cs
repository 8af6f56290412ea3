using System.CommandLine;
using Scim.Api.Hosting;
using Scim.Api.Telemetry;

namespace Scim.Api.Commands;

/// <summary><c>serve</c>: runs the service until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the service. This is what happens without a command.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var builder = CommandHost.CreateBuilder();
        var options = CommandHost.ReadOptions(builder.Configuration);
        Action<string> say = JsonLines.AreOn(builder.Configuration) ? JsonLines.Say : Console.WriteLine;
        await using var source = await DatabaseSource.OpenAsync(builder.Configuration, options, serves: true, migrates: true, say, cancellationToken);

        await using var app = ScimApplication.Build(builder, source.Database);
        await app.StartAsync(cancellationToken);
        await Welcome.PrintAsync(app, options, source.IsPrivate, say, cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
