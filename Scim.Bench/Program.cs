using System.CommandLine;
using Scim.Bench.Comparing;
using Scim.Bench.Entra;
using Scim.Bench.Pieces;
using Scim.Bench.Scaling;
using Scim.Bench.Seeding;
using Scim.Bench.Soaking;

var root = new RootCommand("Measures the service, alone and beside others. Build with -c Release.");
root.Subcommands.Add(PiecesCommand.Create());
root.Subcommands.Add(CompareCommand.Create());
root.Subcommands.Add(ScaleCommand.Create());
root.Subcommands.Add(EntraCycleCommand.Create());
root.Subcommands.Add(SoakCommand.Create());
root.Subcommands.Add(SeedCommand.Create());
root.Subcommands.Add(BareServer.Command());
return await root.Parse(args).InvokeAsync();
