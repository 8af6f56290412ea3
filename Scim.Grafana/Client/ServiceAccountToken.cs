using System.Net;

namespace Scim.Grafana.Client;

/// <summary>Where the service account's token comes from.</summary>
public interface IServiceAccountToken
{
    public ValueTask<GrafanaCredential> GetAsync(CancellationToken cancellationToken);

    /// <returns>Whether there may be another one to try in place of the refused one.</returns>
    public bool Forget(GrafanaCredential refused);
}

/// <summary>The token that is configured.</summary>
public sealed class ConfiguredToken(GrafanaCredential credential) : IServiceAccountToken
{
    public ValueTask<GrafanaCredential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);

    public bool Forget(GrafanaCredential refused) => false;
}

/// <summary>
/// A token that the server admin makes for this process, and that is nowhere but in its memory. It ends within a day, is made anew before that,
/// and is deleted when the process stops. What processes that died left behind is deleted once it has ended.
/// </summary>
public sealed class MintedToken(GrafanaHttp http, GrafanaCredential admin, long orgId, TimeProvider clock) : IServiceAccountToken, IAsyncDisposable
{
    public const string ServiceAccountName = "scim";

    private static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private Minted? _minted;
    private DateTimeOffset _forgotten = DateTimeOffset.MinValue;

    public async ValueTask<GrafanaCredential> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable is { } usable) return usable;

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Usable is { } other) return other;

            _minted = await MintAsync(cancellationToken);
            return _minted.Credential;
        }
        finally
        {
            _one.Release();
        }
    }

    public bool Forget(GrafanaCredential refused)
    {
        if (_minted?.Credential != refused) return true;

        // Once, because Grafana may have been set up anew. Where its successor is refused as well, tokens are not what is wrong.
        var isAnother = clock.GetUtcNow() < _forgotten + GrafanaCredential.Rest;
        _forgotten = clock.GetUtcNow();
        if (!isAnother) _minted = null;
        return !isAnother;
    }

    public async ValueTask DisposeAsync()
    {
        _one.Dispose();
        if (_minted is not { } minted) return;

        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await SendAsync(HttpMethod.Delete, $"api/serviceaccounts/{minted.AccountId}/tokens/{minted.TokenId}", null, patience.Token);
        }
        catch (Exception e) when (e is GrafanaException or OperationCanceledException)
        {
            // Then it ends by itself.
        }
    }

    private GrafanaCredential? Usable => _minted is { } x && clock.GetUtcNow() < x.Expires - RenewBefore ? x.Credential : null;

    private async Task<Minted> MintAsync(CancellationToken cancellationToken)
    {
        var account = await FindAccountAsync(cancellationToken) ?? await CreateAccountAsync(cancellationToken);
        await DeleteEndedAsync(account, cancellationToken);

        var expires = clock.GetUtcNow() + Life;
        var body = new { name = $"{ServiceAccountName}-{Guid.NewGuid():N}", secondsToLive = (long)Life.TotalSeconds };
        var token = (await SendAsync(HttpMethod.Post, $"api/serviceaccounts/{account}/tokens", body, cancellationToken)).Read<Token>();
        return new Minted(account, token.Id, expires, GrafanaCredential.Bearer("the token that it gave to the service account \"scim\"", token.Key ?? "", clock));
    }

    private async Task<long?> FindAccountAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, $"api/serviceaccounts/search?query={ServiceAccountName}&perpage=1000", null, cancellationToken);
        var account = answer.Read<AccountPage>().ServiceAccounts.FirstOrDefault(x => x.Name == ServiceAccountName);
        return account is null ? null : account.Role == nameof(OrganisationRole.Admin) && !account.IsDisabled ? account.Id : throw Unfit(account);
    }

    private async Task<long> CreateAccountAsync(CancellationToken cancellationToken)
    {
        var body = new { name = ServiceAccountName, role = nameof(OrganisationRole.Admin), isDisabled = false };
        var answer = await SendAsync(HttpMethod.Post, "api/serviceaccounts", body, cancellationToken);
        if (answer.IsSuccess) return answer.Read<Account>().Id;

        // Another replica may have been quicker.
        return await FindAccountAsync(cancellationToken) ?? throw answer.Refusal();
    }

    private async Task DeleteEndedAsync(long account, CancellationToken cancellationToken)
    {
        var tokens = (await SendAsync(HttpMethod.Get, $"api/serviceaccounts/{account}/tokens", null, cancellationToken)).Read<List<Token>>();
        foreach (var ended in tokens.Where(x => x.HasExpired && x.Name.StartsWith($"{ServiceAccountName}-", StringComparison.Ordinal)))
        {
            var answer = await SendAsync(HttpMethod.Delete, $"api/serviceaccounts/{account}/tokens/{ended.Id}", null, cancellationToken);
            answer.Require(HttpStatusCode.NotFound);
        }
    }

    private static GrafanaUnauthorizedException Unfit(Account account) => new(
        $"Grafana's service account \"{ServiceAccountName}\" is {(account.IsDisabled ? "disabled" : $"of role {account.Role}")}. Make it an enabled one of role Admin, delete it so that it is made anew, or set Grafana__ServiceAccountToken.");

    private Task<GrafanaAnswer> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken) =>
        http.SendAsync(admin, method, path, body, orgId, cancellationToken);

    private sealed record Minted(long AccountId, long TokenId, DateTimeOffset Expires, GrafanaCredential Credential);

    private sealed record AccountPage(IReadOnlyList<Account> ServiceAccounts);

    private sealed record Account(long Id, string Name, string Role, bool IsDisabled);

    private sealed record Token(long Id, string Name, string? Key, bool HasExpired);
}
