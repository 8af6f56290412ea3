using System.Net;
using System.Text.Json;

namespace Scim.Grafana.Client;

/// <summary>An answer, read whole.</summary>
internal sealed record GrafanaAnswer(string Call, HttpStatusCode Status, byte[] Body)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Grafana answers everything in JSON. A proxy that answers in its place does so in HTML, or with nothing at all.</summary>
    public bool IsGrafanas => Body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>The body of a success.</summary>
    /// <exception cref="GrafanaRefusedException">It is none.</exception>
    public T Read<T>()
    {
        Require();
        try
        {
            return JsonSerializer.Deserialize<T>(Body, Json) ?? throw Unreadable(null);
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Null where Grafana has no such object.</summary>
    public T? ReadIfFound<T>()
        where T : class => Status == HttpStatusCode.NotFound ? null : Read<T>();

    /// <summary>Takes these statuses for success: what was to be done is done already.</summary>
    public void Require(params ReadOnlySpan<HttpStatusCode> orDone)
    {
        if (!IsSuccess && !orDone.Contains(Status)) throw Refusal();
    }

    public GrafanaRefusedException Refusal()
    {
        var error = Error();
        return new GrafanaRefusedException(Call, Status, error?.Message, error?.MessageId);
    }

    public GrafanaUnavailableException Unreadable(Exception? inner) =>
        new($"What answered {Call} is not Grafana, or not in its right mind. Check Grafana__Url.", null, inner);

    private ErrorBody? Error()
    {
        try
        {
            return JsonSerializer.Deserialize<ErrorBody>(Body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record ErrorBody(string? Message, string? MessageId);
}
