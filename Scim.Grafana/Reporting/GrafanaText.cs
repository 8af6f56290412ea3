using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reporting;

/// <summary>Plans and states as a person reads them, and as a script does.</summary>
public static class GrafanaText
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonOptions);

    public static string Heading(string tenant, GrafanaTenants tenants) =>
        $"Tenant {tenant}, organisation {tenants[tenant].OrgId} of Grafana {tenants.Server.Version}";

    public static string Of(PlanLine line) => $"  {Sign(line.Kind)} {line.Object} {line.Name}: {string.Join("; ", line.Changes)}";

    public static string Summary(IEnumerable<PlanLine> lines)
    {
        var all = lines.ToList();
        var counts = string.Join(", ", new[]
        {
            (PlanKind.Add, "to add"), (PlanKind.Change, "to change"), (PlanKind.Remove, "to remove"), (PlanKind.Refuse, "refused"),
        }.Select(x => $"{all.Count(y => y.Kind == x.Item1)} {x.Item2}"));
        return all.Any(x => x.Kind != PlanKind.Note) ? $"{counts}. Nothing was changed." : "Grafana is as it should be.";
    }

    public static string Of(GrafanaStatus status)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Grafana {status.Version ?? "of an unknown version"} at {status.Url}");
        foreach (var warning in status.Warnings) text.AppendLine(CultureInfo.InvariantCulture, $"  ! {warning}");
        foreach (var tenant in status.Tenants)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Tenant {tenant.Tenant}, organisation {tenant.OrgId}");
            text.AppendLine(tenant.Problem is null ? "  Ready." : $"  ! {tenant.Problem}");
            if (tenant.Connected is { } connected)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {connected.UsersWithAccess} users with access, {connected.Users - connected.UsersWithAccess} without, {connected.Teams} teams.");
                text.AppendLine(connected.LastPass is { } pass ? $"  All compared at {Time(pass)}." : "  Not compared yet.");
            }
            else
            {
                text.AppendLine("  The service has not run with this configuration yet.");
            }

            text.AppendLine(tenant.Behind.Due == 0 ? "  Nothing is behind." : Behind(tenant.Tenant, tenant.Behind));
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>What is behind, and why.</summary>
    public static string Behind(string tenant, DueReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"  Tenant {tenant}: {report.Due} behind, the oldest since {Time(report.Oldest)}: {report.Held} held by the brake, {report.Failing} failing.");
        foreach (var row in report.Rows)
        {
            var when = row.HeldSince is { } held ? $"held since {Time(held)}" : row.Attempts > 0 ? $"failed {row.Attempts} times, next try {Time(row.NextAttempt)}" : "waiting";
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"    {row.Type} {row.Name ?? "(deleted)"} ({row.ResourceId}): {when}{(row.LastError is null ? "" : $". {row.LastError}")}");
        }

        if (report.Rows.Count < report.Due) text.AppendLine().Append(CultureInfo.InvariantCulture, $"    and {report.Due - report.Rows.Count} more");
        return text.ToString();
    }

    private static char Sign(PlanKind kind) => kind switch
    {
        PlanKind.Add => '+',
        PlanKind.Change => '~',
        PlanKind.Remove => '-',
        PlanKind.Refuse => '!',
        _ => '.',
    };

    private static string Time(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
