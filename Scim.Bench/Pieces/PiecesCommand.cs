using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace Scim.Bench.Pieces;

/// <summary><c>pieces</c>: what runs inside the service, without network and database, under BenchmarkDotNet.</summary>
internal static class PiecesCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Which benchmarks, as in *Parsing*.", DefaultValueFactory = _ => "*" };
        var command = new Command("pieces", "Measures parsing, compiling, PATCH and projection.") { filter };
        command.SetAction(parsed =>
        {
            var config = DefaultConfig.Instance.WithArtifactsPath(Path.Combine(Path.GetTempPath(), "scim-bench"));
            BenchmarkSwitcher.FromAssembly(typeof(PiecesCommand).Assembly).Run(["--filter", parsed.GetRequiredValue(filter), "--join"], config);
        });
        return command;
    }
}
