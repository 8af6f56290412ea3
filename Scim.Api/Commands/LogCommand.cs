using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Scim.Api.Logging;
using Scim.Resources.Schemas;
using Scim.Storage.Logging;
using static Scim.Api.Commands.CommonOptions;

namespace Scim.Api.Commands;

/// <summary><c>log</c>, <c>log export</c>: what happened, to one resource or to all.</summary>
internal static class LogCommand
{
    private const int Last = 100;
    private const int MostLast = 10_000;

    public static Command Create()
    {
        var subject = new Argument<string?>("resource")
        {
            Description = "A userName, a group's displayName, an externalId or an id. Without it, the latest of all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var last = new Option<int>("--last") { Description = $"So many of the latest lines, at most {MostLast}.", DefaultValueFactory = _ => Last };
        last.Validators.Add(x =>
        {
            if (x.GetValueOrDefault<int>() is < 1 or > MostLast) x.AddError($"--last takes a number from 1 to {MostLast}.");
        });
        var (tenant, since) = (Tenant(), Time("--since", "Nothing before this time."));
        var json = AsJson();
        var command = new Command("log", "Show what happened to a user or a group: who asked for it, what was refused, and what Grafana did about it.") { subject, last, since, tenant, json };
        command.Subcommands.Add(Export());
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var catalogue = SchemaCatalogue.Load(CommandHost.ReadOptions(CommandHost.CreateBuilder().Configuration).SchemasDir);
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var (reader, from) = (new LogReader(source.Database), parsed.GetValue(since) ?? DateTimeOffset.UnixEpoch);
            var (name, of) = (parsed.GetValue(subject), parsed.GetValue(tenant)!);
            var timeline = name is null
                ? await reader.LatestAsync(of, from, parsed.GetValue(last), cancellationToken)
                : await reader.FindAsync(of, LogSubject.Called(name, catalogue), from, parsed.GetValue(last), cancellationToken);
            var isKnown = timeline.Entries.Count > 0 || timeline.Resources.Count > 0 || (parsed.GetValue(since) is not null && timeline.Subjects.Count > 0);
            if (name is not null && !isKnown)
            {
                await Console.Error.WriteLineAsync($"Nothing in tenant \"{of}\" is called \"{name}\", and nothing that was is in the log.");
                return 1;
            }

            Console.WriteLine(parsed.GetValue(json) ? LogJson.Of(timeline) : new TimelineText(timeline).Write());
            return 0;
        });
        return command;
    }

    private static Command Export()
    {
        var (tenant, since, until) = (Tenant(), Time("--since", "Nothing before this time."), Time("--until", "Nothing from this time on."));
        var command = new Command("export", "Print the log as JSON, a line for each row, the oldest first.") { since, until, tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var rows = new LogReader(source.Database).ExportAsync(
                parsed.GetValue(tenant)!, parsed.GetValue(since) ?? DateTimeOffset.UnixEpoch, parsed.GetValue(until) ?? DateTimeOffset.UtcNow.AddDays(1), cancellationToken);
            await foreach (var entry in rows) Console.WriteLine(LogJson.Of(entry));
        });
        return command;
    }

    private static Option<DateTimeOffset?> Time(string name, string description) =>
        new(name) { Description = $"{description} As in 2026-01-31 or 2026-01-31T08:00:00Z; UTC unless it says otherwise.", CustomParser = ReadTime };

    private static DateTimeOffset? ReadTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= DateTimeOffset.UnixEpoch) return time;

        result.AddError($"\"{text}\" is no time; write it as in 2026-01-31 or 2026-01-31T08:00:00Z.");
        return null;
    }
}
