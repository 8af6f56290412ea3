using Microsoft.Extensions.DependencyInjection;
using Scim.Doubles;
using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Tests.Doubles;

namespace Scim.Tests.Grafana.Client;

/// <summary>A client, and the double that it talks to.</summary>
internal sealed class ConnectedClient : IAsyncDisposable
{
    private ConnectedClient(GrafanaFixture grafana, ServiceProvider services)
    {
        Grafana = grafana;
        Services = services;
    }

    /// <summary>For what a test does and sees past the client.</summary>
    public GrafanaFixture Grafana { get; }

    public GrafanaDouble Double => Grafana.Double;

    public ServiceProvider Services { get; }

    public GrafanaClient Client => Services.GetRequiredService<GrafanaTenants>()[GrafanaOptions.DefaultTenant];

    public GrafanaServer Server => Services.GetRequiredService<GrafanaTenants>().Server;

    /// <summary>The calls since the last time, as in <c>GET /api/user 200</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            var calls = Double.Calls.Select(x => $"{x.Method} {x.Path} {(x.Status is { } status ? $"{status}" : "cut")}").ToList();
            Double.ClearCalls();
            return calls;
        }
    }

    public static Task<ConnectedClient> StartAsync(string version) => StartAsync(new GrafanaDoubleOptions { Version = version });

    /// <param name="double">How the double is set up; its clock is also the client's.</param>
    /// <param name="change">Changes the settings.</param>
    public static async Task<ConnectedClient> StartAsync(GrafanaDoubleOptions @double, Action<GrafanaOptions>? change = null)
    {
        var grafana = await GrafanaFixture.StartAsync(@double);
        var options = new GrafanaOptions { Url = grafana.Double.Url, AdminUser = @double.AdminUser, AdminPassword = @double.AdminPassword };
        change?.Invoke(options);
        var connected = new ConnectedClient(grafana, ConnectorServices.Build(options, @double.Clock));
        await connected.Server.CheckHealthAsync(CancellationToken.None);
        grafana.Double.ClearCalls();
        return connected;
    }

    public async Task<GrafanaUser> NewUserAsync(string login)
    {
        await Grafana.NewUserAsync(login);
        return (await Client.FindUserAsync(login, CancellationToken.None))!;
    }

    public async Task<GrafanaTeam> NewTeamAsync(string name) =>
        (await Client.FindTeamAsync(new GrafanaTeam { Id = await Grafana.NewTeamAsync(name) }, CancellationToken.None))!;

    /// <summary>The logins of a team's members, admins with a star.</summary>
    public string Members(GrafanaTeam team) => Double.State.Read(state => string.Join(' ', state.Teams[team.Id].Members
        .Select(x => $"{state.Users.Find(x.Key)!.Login}{(x.Value == 4 ? "*" : "")}").Order(StringComparer.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Grafana.DisposeAsync();
    }
}
