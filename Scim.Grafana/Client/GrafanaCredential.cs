using System.Net.Http.Headers;
using System.Text;

namespace Scim.Grafana.Client;

/// <summary>What a call authenticates with. After a refusal it rests.</summary>
public sealed class GrafanaCredential(string name, AuthenticationHeaderValue header, TimeProvider clock)
{
    /// <summary>One try in this time stays far below the five in five minutes after which Grafana locks an account.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    /// <summary>What a message calls it, as in <c>Grafana__AdminPassword</c>.</summary>
    public string Name => name;

    public AuthenticationHeaderValue Header => header;

    public static GrafanaCredential Basic(string name, string user, string password, TimeProvider clock) =>
        new(name, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))), clock);

    public static GrafanaCredential Bearer(string name, string token, TimeProvider clock) => new(name, new AuthenticationHeaderValue("Bearer", token), clock);

    /// <exception cref="GrafanaUnauthorizedException">It was refused a short while ago.</exception>
    public void RequireRested()
    {
        if (clock.GetUtcNow() < _restsUntil) throw Refusal();
    }

    public GrafanaUnauthorizedException Refuse()
    {
        _restsUntil = clock.GetUtcNow() + Rest;
        return Refusal();
    }

    private GrafanaUnauthorizedException Refusal() =>
        new($"Grafana does not accept {name}. Set a right one and start again; until then it is tried once in {Rest.TotalMinutes:0} minutes, because Grafana locks accounts out.");
}
