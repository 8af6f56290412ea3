using System.Net.Mime;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Scim.Api.Hosting;

/// <summary>
/// The end of a replica in good order. From the moment its end is asked for it says that it is not ready, goes on taking requests for
/// <see cref="ScimOptions.DrainSeconds"/> so that whoever distributes them can learn of it, then takes no more, and finishes those it has.
/// </summary>
public sealed class Drain(IHostApplicationLifetime lifetime, IOptions<ScimOptions> options, TimeProvider clock) : IHostedLifecycleService
{
    /// <summary>So long the requests that it has may take to end after that; then they are cut off.</summary>
    public static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(30);

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Drain>();
        services.AddHostedService(x => x.GetRequiredService<Drain>());
        services.AddOptions<HostOptions>().Configure<IOptions<ScimOptions>>((host, scim) =>
        {
            host.ShutdownTimeout = LastRequests + TimeSpan.FromSeconds(scim.Value.DrainSeconds);

            // The connector gives back what it has claimed at once, and not after the slowest request.
            host.ServicesStopConcurrently = true;
        });
    }

    /// <summary>Has the endpoint say that the service is not ready. As a health check it would write an error into the log each time it is asked.</summary>
    public void AnswerAt(IEndpointConventionBuilder readiness) => readiness.Add(endpoint =>
    {
        var check = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => IsStopping ? NotReadyAsync(context.Response) : check(context);
    });

    /// <summary>Makes clients that keep a connection open look for another replica.</summary>
    public Task CloseConnection(HttpContext context, RequestDelegate next)
    {
        if (IsStopping) context.Response.Headers[HeaderNames.Connection] = "close";
        return next(context);
    }

    /// <summary>The host waits for this before it stops anything.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), clock, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Task NotReadyAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = MediaTypeNames.Text.Plain;
        return response.WriteAsync("Unhealthy: the service stops.");
    }
}
