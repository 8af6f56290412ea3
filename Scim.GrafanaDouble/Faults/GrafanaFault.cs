namespace Scim.Doubles.Faults;

/// <summary>Something that goes wrong with some calls, as in <c>GrafanaFault.CutAfter with { Times = 1 }</c>.</summary>
public sealed record GrafanaFault
{
    private GrafanaFault(FaultKind kind) => Kind = kind;

    public static GrafanaFault CutBefore { get; } = new(FaultKind.CutBefore);

    public static GrafanaFault CutAfter { get; } = new(FaultKind.CutAfter);

    public static GrafanaFault Fail500After { get; } = new(FaultKind.Fail500After);

    public static GrafanaFault InternalError { get; } = Answer(StatusCodes.Status500InternalServerError);

    public static GrafanaFault Unavailable { get; } = Answer(StatusCodes.Status503ServiceUnavailable);

    public FaultKind Kind { get; private init; }

    /// <summary>The answer's, of the kind Answer.</summary>
    public int Status { get; private init; }

    public TimeSpan DelayTime { get; private init; }

    public int RetryAfterSeconds { get; private init; }

    /// <summary>Which calls, by method and path with query; all of them by default.</summary>
    public Func<string, string, bool> On { get; init; } = (_, _) => true;

    /// <summary>How often; null until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>How many of these calls pass first.</summary>
    public int Skip { get; init; }

    public static GrafanaFault Delay(TimeSpan time) => new(FaultKind.Delay) { DelayTime = time };

    public static GrafanaFault TooManyRequests(int retryAfterSeconds) =>
        Answer(StatusCodes.Status429TooManyRequests) with { RetryAfterSeconds = retryAfterSeconds };

    public static GrafanaFault Answer(int status) => new(FaultKind.Answer) { Status = status };

    /// <summary>The same for calls of one method, null for any, whose path begins so.</summary>
    public GrafanaFault OnCalls(string? method, string pathPrefix) => this with
    {
        On = (x, path) => (method is null || x == method) && path.StartsWith(pathPrefix, StringComparison.Ordinal),
    };
}
