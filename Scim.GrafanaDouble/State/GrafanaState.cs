using Scim.Doubles.Access;

namespace Scim.Doubles.State;

/// <summary>What Grafana would keep in its database. Hold <see cref="Gate"/> while reading or changing it beside running calls.</summary>
public sealed partial class GrafanaState
{
    private readonly GrafanaDoubleOptions _options;
    private readonly Dictionary<long, GrafanaOrg> _orgs = [];
    private readonly Dictionary<long, GrafanaTeam> _teams = [];
    private readonly Dictionary<string, GrafanaTeam> _teamsByUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GrafanaToken> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<(long OrgId, string Uid), GrafanaFolder> _folders = [];
    private long _lastUserId, _lastOrgId, _lastTeamId, _lastTokenId, _lastFolderId, _lastPermissionId;

    internal GrafanaState(GrafanaDoubleOptions options)
    {
        _options = options;
        Attempts = new LoginAttempts(options.Clock);
        Reset();
    }

    public Lock Gate { get; } = new();

    public UserTable Users { get; } = new();

    public IReadOnlyDictionary<long, GrafanaOrg> Orgs => _orgs;

    public IReadOnlyDictionary<long, GrafanaTeam> Teams => _teams;

    /// <summary>By their keys.</summary>
    public IReadOnlyDictionary<string, GrafanaToken> Tokens => _tokens;

    public IEnumerable<GrafanaFolder> Folders => _folders.Values;

    internal GrafanaDoubleOptions Options => _options;

    internal LoginAttempts Attempts { get; }

    internal DateTimeOffset Now => _options.Clock.GetUtcNow();

    /// <summary>Reads or changes it while no call does.</summary>
    public T Read<T>(Func<GrafanaState, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (Gate) return read(this);
    }

    /// <summary>Changes it while no call does.</summary>
    public void Change(Action<GrafanaState> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (Gate) change(this);
    }

    /// <summary>A new database: the admin account in the main organization, and nothing else.</summary>
    internal void Reset()
    {
        Users.Clear();
        _orgs.Clear();
        _teams.Clear();
        _teamsByUid.Clear();
        _tokens.Clear();
        _folders.Clear();
        Attempts.Clear();
        _lastUserId = _lastOrgId = _lastTeamId = _lastTokenId = _lastFolderId = _lastPermissionId = 0;

        var org = AddOrg("Main Org.");
        var admin = AddUser(_options.AdminUser, $"{_options.AdminUser}@localhost", "", _options.AdminPassword);
        admin.IsGrafanaAdmin = true;
        SetRole(org, admin, OrgRole.Admin);
    }
}
