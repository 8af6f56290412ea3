using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Storage.Logging;

namespace Scim.Api.Logging;

/// <summary>Rows of the provisioning log as scripts read them: what is empty is left out.</summary>
internal static class LogJson
{
    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Page = new(Line) { WriteIndented = true };

    /// <summary>One line.</summary>
    public static string Of(LogEntry entry) => Describe(entry).ToJsonString(Line);

    public static string Of(LogTimeline timeline)
    {
        var page = new JsonObject
        {
            ["resources"] = new JsonArray([.. timeline.Subjects.Concat(timeline.LateGroups).Select(x => Describe(x, timeline.Resources.GetValueOrDefault(x)))]),
            ["entries"] = new JsonArray([.. timeline.Entries.Select(x => Describe(x, timeline))]),
        };
        if (timeline.Problem is not null) page["grafanaProblem"] = timeline.Problem;
        return page.ToJsonString(Page);
    }

    private static JsonObject Describe(TimelineEntry entry, LogTimeline timeline)
    {
        var line = Describe(entry);
        if (entry.ResourceId is { } id && timeline.Resources.GetValueOrDefault(id)?.Display is { } display) line["display"] = display;
        if (entry.AddedCount > 0) line["addedCount"] = entry.AddedCount;
        if (entry.RemovedCount > 0) line["removedCount"] = entry.RemovedCount;
        return line;
    }

    private static JsonObject Describe(Guid id, LogResource? resource)
    {
        var line = new JsonObject { ["id"] = id.ToString() };
        if (resource is null) return line;

        line["type"] = resource.Type;
        if (resource.Version is { } version)
        {
            line["display"] = resource.Display;
            line["version"] = version;
            line["lastModified"] = Time(resource.LastModified!.Value);
        }

        if (resource.DueSince is not { } due) return line;

        var grafana = new JsonObject { ["dueSince"] = Time(due), ["attempts"] = resource.Attempts };
        if (resource.HeldSince is { } held) grafana["heldSince"] = Time(held);
        if (resource.NextAttempt is { } next) grafana["nextAttempt"] = Time(next);
        if (resource.LastError is not null) grafana["lastError"] = resource.LastError;
        line["grafana"] = grafana;
        return line;
    }

    private static JsonObject Describe(LogEntry entry)
    {
        var line = new JsonObject { ["at"] = Time(entry.At), ["id"] = entry.Id.ToString(), ["operation"] = entry.Operation, ["outcome"] = ProvisioningLog.Text(entry.Outcome) };
        Add("type", entry.Type);
        Add("resourceId", entry.ResourceId?.ToString());
        Add("version", entry.Version);
        Add("credential", entry.Credential);
        Add("correlationId", entry.CorrelationId);
        Add("status", entry.Status);
        Add("detail", entry.Detail);
        AddAll("changed", entry.Changed);
        if (entry.NewValues is not null) line["newValues"] = JsonNode.Parse(entry.NewValues);
        AddAll("added", entry.Added.Select(x => x.ToString()));
        AddAll("removed", entry.Removed.Select(x => x.ToString()));
        AddAll("ignored", entry.Ignored);
        return line;

        void Add(string name, JsonNode? value)
        {
            if (value is not null) line[name] = value;
        }

        void AddAll(string name, IEnumerable<string> values)
        {
            if (values.Select(x => (JsonNode)x).ToArray() is { Length: > 0 } all) line[name] = new JsonArray(all);
        }
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
