using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Scim.Bench.Reporting;

/// <summary>A result as Markdown: the command that made it, what it ran on, and tables.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    /// <param name="title">What was measured.</param>
    /// <param name="arguments">The arguments of this program.</param>
    /// <param name="database">The database.</param>
    public Report(string title, string arguments, string? database)
    {
        _text.AppendLine(CultureInfo.InvariantCulture, $"# {title}").AppendLine();
        _text.AppendLine("```sh").AppendLine(CultureInfo.InvariantCulture, $"dotnet run -c Release --project Scim.Bench -- {arguments}").AppendLine("```").AppendLine();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        _text.Append(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}; {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores, {memory} GiB");
        _text.AppendLine(database is null ? "." : $"; {database}. Clients, servers and PostgreSQL share the machine.").AppendLine();
    }

    /// <summary>Where to write it. That this cannot be done shows before anything is measured.</summary>
    /// <param name="more">What else is written.</param>
    public static Option<FileInfo?> Output(string more = "")
    {
        var output = new Option<FileInfo?>("--out") { Description = $"Where to write the result as Markdown{more}." };
        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { Directory: { Exists: false } folder }) result.AddError($"There is no folder {folder}.");
        });
        return output;
    }

    public void Add(string paragraph) => _text.AppendLine(paragraph).AppendLine();

    public void Add(string[] columns, IEnumerable<string[]> rows)
    {
        _text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns)} |");
        _text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns.Select((_, i) => i == 0 ? "---" : "---:"))} |");
        foreach (var row in rows) _text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |");
        _text.AppendLine();
    }

    /// <summary>Prints it, and writes it to a file where one is named.</summary>
    public async Task FinishAsync(FileInfo? file)
    {
        var text = _text.ToString().TrimEnd() + Environment.NewLine;
        Console.WriteLine(text);
        if (file is not null) await File.WriteAllTextAsync(file.FullName, text);
    }
}
