using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Scim.Api.Telemetry;

/// <summary>
/// The log as JSON, an object a line, as Loki's parser and Grafana's log view read it: time, level, category, message, the trace, and the
/// properties of the message beside them.
/// </summary>
public sealed class JsonLines() : ConsoleFormatter(FormatterName)
{
    /// <summary>For <c>Logging__Console__FormatterName</c>.</summary>
    public const string FormatterName = "jsonl";

    private const string Setting = "Logging:Console:FormatterName";

    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly HashSet<string> Taken = ["timestamp", "level", "category", "message", "trace_id", "span_id", "exception"];

    public static bool AreOn(IConfiguration configuration) => string.Equals(configuration[Setting], FormatterName, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the program says outside of the log, as one of its lines.</summary>
    public static void Say(string text) => Console.Out.Write(Line(json => Begin(json, LogLevel.Information, nameof(Scim), text.Trim())));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var entry = logEntry;
        textWriter.Write(Line(json =>
        {
            Begin(json, entry.LogLevel, entry.Category, entry.Formatter(entry.State, entry.Exception));
            if (Activity.Current is { } span)
            {
                json.WriteString("trace_id", span.TraceId.ToHexString());
                json.WriteString("span_id", span.SpanId.ToHexString());
            }

            if (entry.Exception is { } exception) json.WriteString("exception", exception.ToString());
            foreach (var (name, value) in Properties(entry.State)) Write(json, name, value);
        }));
    }

    private static string Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return $"{Encoding.UTF8.GetString(buffer.WrittenSpan)}{Environment.NewLine}";
    }

    private static void Begin(Utf8JsonWriter json, LogLevel level, string category, string message)
    {
        json.WriteString("timestamp", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("level", LevelOf(level));
        json.WriteString("category", category);
        json.WriteString("message", message);
    }

    /// <summary>As Grafana colours them.</summary>
    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };

    /// <summary>Each name once: of two, parsers keep one.</summary>
    private static IEnumerable<KeyValuePair<string, object?>> Properties<TState>(TState state) =>
        state is IEnumerable<KeyValuePair<string, object?>> properties
            ? properties.Where(x => x.Key != Template && !Taken.Contains(x.Key)).DistinctBy(x => x.Key)
            : [];

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int or long or short or byte:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
