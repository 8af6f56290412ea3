using Scim.Doubles.Faults;
using Scim.Doubles.Protocol;

namespace Scim.Doubles.Hosting;

/// <summary>The way of a call: the hooks, the faults, the work, the log, and the answer last, so that whoever has it finds the call in the log.</summary>
internal sealed class CallPipeline(GrafanaCore core, IHostApplicationLifetime lifetime)
{
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var request = new GrafanaRequest(context, core.State, await ReadBodyAsync(context));
        context.Features.Set(request);
        var call = new GrafanaCall(core.Log.NextNumber(), request.Method, request.Path, null, null, request.BodyText);
        if (core.Faults.OnCall is { } onCall) await onCall(call);

        var answer = await AnswerAsync(context, request, next);
        call = call with { Status = answer?.Status, Principal = request.Identity.Principal?.User.Login };
        core.Log.Add(call);
        if (call.Status == StatusCodes.Status401Unauthorized && request.Identity.Login is { } login) core.State.Attempts.CountUnauthorized(login);
        if (core.Faults.AfterCall is { } afterCall) await afterCall(call);

        if (answer is null) context.Abort();
        else await answer.WriteAsync(context.Response);
    }

    /// <summary>Null where the connection is to be cut.</summary>
    private async Task<GrafanaAnswer?> AnswerAsync(HttpContext context, GrafanaRequest request, RequestDelegate next)
    {
        var (delay, fault) = core.Faults.Take(request.Method, request.Path);
        if (delay > TimeSpan.Zero && !await WaitAsync(delay, context.RequestAborted)) return null;
        if (fault?.Kind == FaultKind.CutBefore) return null;
        if (fault?.Kind == FaultKind.Answer) return FaultAnswer(fault);

        await next(context);
        return fault?.Kind switch
        {
            FaultKind.CutAfter => null,
            FaultKind.Fail500After => GrafanaAnswer.Failed("Internal server error"),
            _ => request.Answer ?? GrafanaAnswer.NotFound,
        };
    }

    /// <returns>False where the client or the double went away meanwhile.</returns>
    private async Task<bool> WaitAsync(TimeSpan delay, CancellationToken aborted)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        await Task.Delay(delay, cancellation.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }

    private static GrafanaAnswer FaultAnswer(GrafanaFault fault) => fault.Status switch
    {
        StatusCodes.Status429TooManyRequests => GrafanaAnswer.TooManyRequests(fault.RetryAfterSeconds),
        StatusCodes.Status503ServiceUnavailable => GrafanaAnswer.Message(fault.Status, "Service unavailable"),
        _ => GrafanaAnswer.Message(fault.Status, "Internal server error"),
    };

    private static async Task<string> ReadBodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }
}
