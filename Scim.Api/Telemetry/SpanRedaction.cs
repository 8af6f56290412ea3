using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Scim.Api.Telemetry;

/// <summary>
/// Takes from each span what is not known to be free of personal data, whoever put it there: addresses hold ids, queries hold filters, and calls to
/// Grafana hold logins.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "url.scheme",
        "network.protocol.version",
        "error.type",
        "db.system.name",
        "db.namespace",
        "db.query.text", // our statements, in which values are parameters
        "db.response.status_code",
        "db.npgsql.data_source",
        "db.npgsql.rows",
        "db.npgsql.prepared",
        "scim.operation",
        "scim.outcome",
        "scim.resource_type",
        "tenant");

    // Of a request that was received, what the client calls the service.
    private static readonly FrozenSet<string> KeptOfCalls = FrozenSet.Create(StringComparer.Ordinal, "server.address", "server.port");

    public override void OnEnd(Activity data)
    {
        List<string>? others = null;
        foreach (var tag in data.EnumerateTagObjects())
        {
            if (!Kept.Contains(tag.Key) && !(data.Kind == ActivityKind.Client && KeptOfCalls.Contains(tag.Key))) (others ??= []).Add(tag.Key);
        }

        foreach (var name in others ?? []) data.SetTag(name, null);

        // The description is a message.
        if (data.StatusDescription is not null) data.SetStatus(data.Status);
    }
}
