using System.Net;
using Scim.Doubles.Faults;
using Scim.Doubles.Hosting;
using Scim.Doubles.State;

namespace Scim.Doubles;

/// <summary>A server on a port of its own that answers as Grafana does.</summary>
public sealed class GrafanaDouble : IAsyncDisposable
{
    // Long enough for the answers under way; whatever takes longer is cut.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly GrafanaCore _core;
    private WebApplication? _app;

    private GrafanaDouble(GrafanaCore core, WebApplication app)
    {
        _core = core;
        _app = app;
        Url = new Uri(app.Urls.Single());
    }

    public Uri Url { get; }

    public GrafanaState State => _core.State;

    public GrafanaFaults Faults => _core.Faults;

    /// <summary>The calls so far, in the order in which they were answered or cut.</summary>
    public IReadOnlyList<GrafanaCall> Calls => _core.Log.Snapshot();

    public static async Task<GrafanaDouble> StartAsync(GrafanaDoubleOptions? options = null, CancellationToken cancellationToken = default)
    {
        var core = new GrafanaCore(options ?? new GrafanaDoubleOptions());
        return new GrafanaDouble(core, await ListenAsync(core, port: 0, cancellationToken));
    }

    public void ClearCalls() => _core.Log.Clear();

    /// <summary>Stops listening, so that connections are refused. Its state stays.</summary>
    public async Task GoAwayAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is not { } app) return;

        using var limit = new CancellationTokenSource(StopPatience);
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }

    /// <summary>Listens again, on the port it had.</summary>
    public async Task ComeBackAsync() => _app ??= await ListenAsync(_core, Url.Port, CancellationToken.None);

    /// <summary>As if its database were replaced by a new one: ids begin again at 1, and uids are others.</summary>
    public void LoseState() => _core.LoseState();

    /// <summary>A user's sign-in through the identity provider, which makes the user external.</summary>
    /// <returns>False for a user who is unknown or disabled.</returns>
    public bool SignIn(string email) => _core.SignIn(email);

    public int Sessions(string login) => State.Read(x => x.Users.FindByLoginOrEmail(login)?.Sessions ?? 0);

    /// <summary>Whether too many wrong passwords keep even the right one out.</summary>
    public bool IsBlocked(string login) => State.Attempts.IsBlocked(login);

    /// <summary>How many calls with this login were answered 401.</summary>
    public int UnauthorizedCount(string login) => State.Attempts.Unauthorized(login);

    public async ValueTask DisposeAsync() => await GoAwayAsync();

    private static async Task<WebApplication> ListenAsync(GrafanaCore core, int port, CancellationToken cancellationToken)
    {
        // The settings of the process that it runs in are not its own.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(x => x.Listen(IPAddress.Loopback, port));
        builder.Services.AddRouting();
        var app = builder.Build();
        app.MapGrafana(core);
        await app.StartAsync(cancellationToken);
        return app;
    }
}
