namespace Scim.Doubles.State;

/// <summary>Users and service accounts by their unique columns.</summary>
public sealed class UserTable
{
    private readonly Dictionary<long, GrafanaUser> _byId = [];
    private readonly Dictionary<string, GrafanaUser> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GrafanaUser> _byEmail = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, GrafanaUser> _byLogin = new(StringComparer.Ordinal);

    public int Count => _byId.Count;

    /// <summary>All of them, in the order of their logins.</summary>
    public IEnumerable<GrafanaUser> All => _byLogin.Values;

    public IEnumerable<GrafanaUser> People => All.Where(x => !x.IsServiceAccount);

    public GrafanaUser? Find(long id) => _byId.GetValueOrDefault(id);

    public GrafanaUser? FindByUid(string uid) => _byUid.GetValueOrDefault(uid);

    /// <summary>Exactly as it is stored.</summary>
    public GrafanaUser? FindByEmail(string email) => _byEmail.GetValueOrDefault(email);

    public GrafanaUser? FindByLoginOrEmail(string text)
    {
        var name = text.ToLowerInvariant();
        return _byLogin.GetValueOrDefault(name) ?? _byEmail.GetValueOrDefault(name);
    }

    internal bool IsTaken(string login, string email, GrafanaUser? except = null) =>
        new[] { _byLogin.GetValueOrDefault(login), _byEmail.GetValueOrDefault(login), _byLogin.GetValueOrDefault(email), _byEmail.GetValueOrDefault(email) }
            .Any(x => x is not null && x != except);

    internal void Add(GrafanaUser user)
    {
        _byId.Add(user.Id, user);
        _byUid.Add(user.Uid, user);
        _byLogin.Add(user.Login, user);
        _byEmail.Add(user.Email, user);
    }

    internal void Rename(GrafanaUser user, string login, string email)
    {
        _byLogin.Remove(user.Login);
        _byEmail.Remove(user.Email);
        (user.Login, user.Email) = (login, email);
        _byLogin.Add(login, user);
        _byEmail.Add(email, user);
    }

    internal void Remove(GrafanaUser user)
    {
        _byId.Remove(user.Id);
        _byUid.Remove(user.Uid);
        _byLogin.Remove(user.Login);
        _byEmail.Remove(user.Email);
    }

    internal void Clear()
    {
        _byId.Clear();
        _byUid.Clear();
        _byLogin.Clear();
        _byEmail.Clear();
    }
}
