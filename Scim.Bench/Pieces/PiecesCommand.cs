using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Scim.Bench.Reporting;

namespace Scim.Bench.Pieces;

/// <summary><c>pieces</c>: what runs inside the service, without network and database, under BenchmarkDotNet.</summary>
internal static class PiecesCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Which benchmarks, as in *Filters*.", DefaultValueFactory = _ => "*" };
        var output = Report.Output();
        var command = new Command("pieces", "Measures parsing, compiling, PATCH and projection.") { filter, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var artifacts = Directory.CreateTempSubdirectory("scim-bench");
            var chosen = parsed.GetRequiredValue(filter);
            var config = DefaultConfig.Instance.WithArtifactsPath(artifacts.FullName);
            BenchmarkSwitcher.FromAssembly(typeof(PiecesCommand).Assembly).Run(["--filter", chosen], config);

            var report = new Report("The parts", $"pieces --filter '{chosen}'", null);
            report.Add("Bar: from the text of Entra's usual filters to the condition that PostgreSQL gets (`ParseAndCompile`) in 10 μs and 8 KB.");
            var tables = artifacts.EnumerateFiles("*-report-github.md", SearchOption.AllDirectories).OrderBy(x => x.Name).ToList();
            if (tables.Count == 0) throw new InvalidOperationException($"No benchmark is called {chosen}, or none ran.");

            foreach (var table in tables)
            {
                var lines = await File.ReadAllLinesAsync(table.FullName, cancellationToken);
                report.Add($"## {table.Name.Split('.')[^2].Split('-')[0]}");
                report.Add(string.Join(Environment.NewLine, lines.Where(x => x.StartsWith('|')).Select(x => x.Replace("**", "", StringComparison.Ordinal))));
            }

            await report.FinishAsync(parsed.GetValue(output));
            artifacts.Delete(recursive: true);
        });
        return command;
    }
}
