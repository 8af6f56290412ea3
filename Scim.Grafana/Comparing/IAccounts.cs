using Scim.Grafana.Client;

namespace Scim.Grafana.Comparing;

/// <summary>Accounts as Grafana has them: asked one by one, or all read at once.</summary>
public interface IAccounts
{
    public Task<GrafanaUser?> FindAsync(long id, CancellationToken cancellationToken);

    public Task<GrafanaUser?> FindAsync(string loginOrEmail, CancellationToken cancellationToken);

    /// <summary>The same as Grafana has it at this moment, with what lists leave out.</summary>
    public Task<GrafanaUser?> RefreshAsync(long id, CancellationToken cancellationToken);

    public Task<AccountPlace> FindPlaceAsync(GrafanaUser user, CancellationToken cancellationToken);
}

/// <summary>Asks Grafana for each. For a few.</summary>
public sealed class LiveAccounts(GrafanaClient client) : IAccounts
{
    public Task<GrafanaUser?> FindAsync(long id, CancellationToken cancellationToken) => client.FindUserAsync(id, cancellationToken);

    public Task<GrafanaUser?> FindAsync(string loginOrEmail, CancellationToken cancellationToken) => client.FindUserAsync(loginOrEmail, cancellationToken);

    public Task<GrafanaUser?> RefreshAsync(long id, CancellationToken cancellationToken) => client.FindUserAsync(id, cancellationToken);

    public Task<AccountPlace> FindPlaceAsync(GrafanaUser user, CancellationToken cancellationToken) => client.FindPlaceAsync(user, cancellationToken);
}

/// <summary>All accounts, read in pages. For all of a tenant's users.</summary>
public sealed class AccountSnapshot : IAccounts
{
    private readonly Dictionary<long, GrafanaUser> _users;
    private readonly Dictionary<string, GrafanaUser> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<long, OrganisationUser> _members;

    private readonly GrafanaClient _client;
    private readonly bool _knowsElsewhere;

    private AccountSnapshot(GrafanaClient client, bool knowsElsewhere, IReadOnlyList<GrafanaUser> users, IReadOnlyList<OrganisationUser> members)
    {
        _client = client;
        _knowsElsewhere = knowsElsewhere;

        // A page that moved while it was read can show a user twice.
        _members = members.GroupBy(x => x.UserId).ToDictionary(x => x.Key, x => x.First());
        _users = users.GroupBy(x => x.Id).ToDictionary(x => x.Key, x => WithSync(x.First()));
        foreach (var user in _users.Values) _names[user.Login] = user;
        foreach (var user in _users.Values.Where(x => x.Email.Length > 0)) _names[user.Email] = user;
    }

    /// <param name="client">The tenant's organisation.</param>
    /// <param name="asksElsewhere">Ask for each account whether it is in other organisations, which lists do not tell. It matters where there are several tenants.</param>
    /// <param name="cancellationToken">Stops the work between two calls.</param>
    public static async Task<AccountSnapshot> ReadAsync(GrafanaClient client, bool asksElsewhere, CancellationToken cancellationToken) =>
        new(client, !asksElsewhere, await client.ListUsersAsync(cancellationToken), await client.ListOrganisationUsersAsync(cancellationToken));

    public Task<GrafanaUser?> FindAsync(long id, CancellationToken cancellationToken) => Task.FromResult(_users.GetValueOrDefault(id));

    public Task<GrafanaUser?> FindAsync(string loginOrEmail, CancellationToken cancellationToken) => Task.FromResult(_names.GetValueOrDefault(loginOrEmail));

    public Task<GrafanaUser?> RefreshAsync(long id, CancellationToken cancellationToken) => _client.FindUserAsync(id, cancellationToken);

    public Task<AccountPlace> FindPlaceAsync(GrafanaUser user, CancellationToken cancellationToken) => _knowsElsewhere
        ? Task.FromResult(new AccountPlace(
            _members.TryGetValue(user.Id, out var member) && Enum.TryParse<OrganisationRole>(member.Role, ignoreCase: true, out var role) ? role : null, IsElsewhere: false))
        : _client.FindPlaceAsync(user, cancellationToken);

    private GrafanaUser WithSync(GrafanaUser user) =>
        user with { IsExternallySynced = _members.TryGetValue(user.Id, out var member) && member.IsExternallySynced };
}
