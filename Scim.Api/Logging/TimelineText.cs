using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Scim.Storage.Logging;

namespace Scim.Api.Logging;

/// <summary>A timeline as a person reads it: what is now, and below it what happened, one line each.</summary>
internal sealed class TimelineText(LogTimeline timeline)
{
    private const string Grafana = "grafana";

    // Longer names of credentials push their own lines out alone.
    private const int MaxWho = 24;

    private readonly bool _isOfOne = timeline.Subjects.Count == 1;

    public string Write()
    {
        var text = new StringBuilder();
        foreach (var subject in timeline.Subjects) text.AppendLine(State(subject));
        if (timeline.Subjects.Count > 0) text.AppendLine();

        var width = timeline.Entries.Select(x => Who(x).Length).Where(x => x <= MaxWho).DefaultIfEmpty(0).Max();
        foreach (var entry in timeline.Entries)
            text.AppendLine(CultureInfo.InvariantCulture, $"{Time(entry.At)}  {Who(entry).PadRight(width)}  {What(entry)}{Request(entry)}");
        if (timeline.Entries.Count == 0) text.AppendLine("The log has nothing of that time.");
        return text.ToString().TrimEnd();
    }

    private string State(Guid id)
    {
        if (timeline.Resources.GetValueOrDefault(id) is not { } resource) return $"{id}: deleted.";

        var state = $"{resource.Type} {resource.Display} ({id}): version {resource.Version}, changed {Time(resource.LastModified)}.";
        if (resource.DueSince is not { } due) return state;

        var grafana = resource.HeldSince is { } held ? $"held by the brake since {Time(held)}, until \"grafana release\""
            : resource.Attempts > 0 ? $"failed {resource.Attempts} times{(resource.NextAttempt is { } next ? $", next try {Time(next)}" : "")}"
            : $"waiting since {Time(due)}";
        return $"{state}{Environment.NewLine}  Grafana: {grafana}{(resource.LastError is null ? "" : $". {resource.LastError}")}";
    }

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
            var place = $"{(entry.Operation == Grafana ? "the team of " : "")}{Name(entry.ResourceId, entry.Type)}";
            return entry.Operation == "leave" ? $"left {place}, as it was deleted"
                : entry.IsAdded ? $"put into {place}"
                : entry.Operation == "delete" ? $"out of {place}, which was deleted"
                : $"taken out of {place}";
        }

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
        : timeline.Resources.GetValueOrDefault(id.Value) is { } resource ? $"{resource.Type} {resource.Display}"
        : $"{type} {id}";

    private static string Who(TimelineEntry entry) => entry.Operation == Grafana ? "Grafana" : entry.Credential ?? "-";

    private static string Request(TimelineEntry entry) => entry.CorrelationId is null ? "" : $"  [{entry.CorrelationId}]";

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
