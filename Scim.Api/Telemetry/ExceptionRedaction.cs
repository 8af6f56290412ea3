using System.Diagnostics;

namespace Scim.Api.Telemetry;

/// <summary>Of an exception, spans tell its type: its message can quote what was sent.</summary>
internal sealed class ExceptionRedaction : IDisposable
{
    // It samples nothing, so that for its sake no span is made.
    private readonly ActivityListener _listener = new() { ShouldListenTo = _ => true, ExceptionRecorder = Record };

    public ExceptionRedaction() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    private static void Record(Activity activity, Exception exception, ref TagList tags)
    {
        tags.Add("exception.message", "");
        tags.Add("exception.stacktrace", "");
    }
}
