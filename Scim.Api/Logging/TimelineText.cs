using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Scim.Storage.Logging;

namespace Scim.Api.Logging;

/// <summary>A timeline as a person reads it: what is now, and below it what happened, one line each.</summary>
internal sealed class TimelineText(LogTimeline timeline)
{
    private const string Grafana = "grafana";
    private const string Console = "console";

    // Longer names of credentials push their own lines out alone.
    private const int MaxWho = 24;

    private readonly bool _isOfOne = timeline.Subjects.Count == 1;

    public string Write()
    {
        var lines = States().ToList();
        if (lines.Count > 0) lines.Add("");

        var happened = Lines().ToList();
        var width = happened.Select(x => x.Who.Length).Where(x => x <= MaxWho).DefaultIfEmpty(0).Max();
        lines.AddRange(happened.Select(x => $"{Time(x.At)}  {x.Who.PadRight(width)}  {x.What}{(x.Request is null ? "" : $"  [{x.Request}]")}"));
        if (happened.Count == 0) lines.Add("The log has nothing of that time.");
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>What is now: of each resource that was asked for, of groups that Grafana does not show yet, and of Grafana.</summary>
    public IEnumerable<string> States()
    {
        foreach (var subject in timeline.Subjects)
        {
            foreach (var line in State(subject)) yield return Plain(line);
        }

        foreach (var group in timeline.LateGroups.Select(x => timeline.Resources[x])) yield return Plain($"  Grafana, {Name(group.Id, group.Type)}: {Late(group)}");
        if (timeline.Problem is not null) yield return Plain($"  Grafana: nothing is brought there now. {timeline.Problem}");
    }

    /// <summary>What happened, in the order of time.</summary>
    public IEnumerable<TimelineLine> Lines() =>
        timeline.Entries.Select(x => new TimelineLine(x.At, Plain(Who(x)), Plain(What(x)), x.CorrelationId, ProvisioningLog.Text(x.Outcome)));

    private IEnumerable<string> State(Guid id)
    {
        var resource = timeline.Resources.GetValueOrDefault(id);
        yield return resource is { Version: { } version }
            ? $"{resource.Type} {resource.Display} ({id}): version {version}, changed {Time(resource.LastModified!.Value)}."
            : timeline.Entries.Any(x => x.ResourceId == id || x.IsAdded || x.IsRemoved) || resource is not null ? $"{id}: deleted."
            : $"{id}: there is no such resource now.";
        if (resource is { DueSince: not null }) yield return $"  Grafana: {Late(resource)}";
    }

    private static string Late(LogResource resource)
    {
        var state = resource.HeldSince is { } held ? $"held by the brake since {Time(held)}, until \"grafana release\""
            : resource.Attempts > 0 ? $"failed {resource.Attempts} times{(resource.NextAttempt is { } next ? $", next try {Time(next)}" : "")}"
            : $"waiting since {Time(resource.DueSince!.Value)}";
        return resource.LastError is null ? state : $"{state}. {resource.LastError}";
    }

    /// <summary>Names come from clients; none is to look like a line of its own, or to speak to the terminal.</summary>
    private static string Plain(string line) => string.Concat(line.EnumerateRunes().Select(x => Rune.GetUnicodeCategory(x) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? "\ufffd" : x.ToString()));

    private string What(TimelineEntry entry)
    {
        if (entry.Outcome is LogOutcome.Refused or LogOutcome.Failed or LogOutcome.Held)
        {
            var status = entry.Status is { } code ? $" {code}" : "";
            var operation = entry.Operation == Grafana ? "" : $" {entry.Operation}";
            return $"{entry.Outcome.ToString().ToUpperInvariant()}{status}{operation}{Named(entry)}: {entry.Detail}";
        }

        // Seen from the member that came or went.
        if (entry.IsAdded || entry.IsRemoved)
        {
            var who = _isOfOne ? "" : $"{string.Join(", ", entry.Added.Concat(entry.Removed).Where(timeline.Subjects.Contains).Select(x => Name(x, "User")))} ";
            var place = $"{(entry.Operation == Grafana ? "the team of " : "")}{Name(entry.ResourceId, entry.Type)}";
            return who + (entry.Operation == "leave" ? $"left {place}, as it was deleted"
                : entry.IsAdded ? $"put into {place}"
                : entry.Operation == "delete" ? $"out of {place}, which was deleted"
                : $"taken out of {place}");
        }

        if (entry.Operation == Console) return entry.Detail ?? "";

        var details = Details(entry);
        return entry.Operation == Grafana
            ? string.Join(": ", ((string[])[Named(entry).TrimStart(), entry.Detail ?? "", details]).Where(x => x.Length > 0))
            : $"{Done(entry)}{Named(entry)}{(details.Length == 0 ? "" : $": {details}")}";
    }

    private static string Done(TimelineEntry entry) => entry.Operation switch
    {
        "create" => "created",
        "replace" => "replaced",
        "patch" => "changed",
        "delete" => "deleted",
        "leave" => "changed",
        "release" => "released from the brake",
        var other => other,
    };

    /// <summary>The resource, unless there is but one that it can be.</summary>
    private string Named(TimelineEntry entry) =>
        (_isOfOne && entry.ResourceId == timeline.Subjects[0]) || (entry.ResourceId is null && entry.Type is null) ? "" : $" {Name(entry.ResourceId, entry.Type)}";

    private string Details(TimelineEntry entry)
    {
        var parts = new List<string>();
        if (entry.Changed.Length > 0) parts.Add(string.Join(", ", entry.Changed));
        if (entry.NewValues is not null) parts.Add(string.Join(", ", ((JsonObject)JsonNode.Parse(entry.NewValues)!).Select(x => $"{x.Key} = {x.Value?.ToJsonString() ?? "none"}")));
        if (entry.AddedCount > 0) parts.Add($"members in: {Names(entry.Added, entry.AddedCount)}");
        if (entry.RemovedCount > 0) parts.Add($"members out: {Names(entry.Removed, entry.RemovedCount)}");
        if (entry.Ignored.Length > 0) parts.Add($"ignored: {string.Join(", ", entry.Ignored)}");
        return string.Join("; ", parts);
    }

    private string Names(Guid[] ids, int count) =>
        string.Join(", ", ids.Select(x => timeline.Resources.GetValueOrDefault(x)?.Display ?? x.ToString())) + (count > ids.Length ? $" and {count - ids.Length} more" : "");

    private string Name(Guid? id, string? type) =>
        id is null ? type ?? ""
        : timeline.Resources.GetValueOrDefault(id.Value) is { Version: not null } resource ? $"{resource.Type} {resource.Display}"
        : $"{type} {id}";

    private static string Who(TimelineEntry entry) => entry.Operation == Grafana ? "Grafana" : entry.Credential ?? "-";

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Something that happened.</summary>
/// <param name="At">When.</param>
/// <param name="Who">The credential; Grafana for what was done there.</param>
/// <param name="What">In words, on one line.</param>
/// <param name="Request">The id of the request.</param>
/// <param name="Outcome"><c>done</c>, <c>refused</c>, <c>failed</c> or <c>held</c>.</param>
internal sealed record TimelineLine(DateTime At, string Who, string What, string? Request, string Outcome);
