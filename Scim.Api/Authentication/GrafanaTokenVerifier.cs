using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>
/// Tokens of Grafana's service accounts, with <c>glsa_</c> in front: those that Grafana's own guide tells people to paste. The organisation that
/// one is of says the tenant, and what it may do there says the scope. What Grafana answered is remembered for a while, by the token's hash.
/// </summary>
public sealed class GrafanaTokenVerifier(PresentedTokens grafana, GrafanaOptions options, TimeProvider clock) : IBearerVerifier, IDisposable
{
    /// <summary>A token that was deleted in Grafana is refused everywhere after this time at the latest.</summary>
    public static readonly TimeSpan AcceptedFor = TimeSpan.FromSeconds(30);

    /// <summary>A token that was given its rights in Grafana is taken after this time at the latest.</summary>
    public static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(10);

    /// <summary>While Grafana does not answer, a token that was good so recently is still.</summary>
    public static readonly TimeSpan TrustedFor = TimeSpan.FromMinutes(10);

    /// <summary>A Grafana that does not answer is left alone for so long, lest each request wait for it.</summary>
    public static readonly TimeSpan AwayFor = TimeSpan.FromSeconds(5);

    private static readonly Rejected Misspelt = new("It begins as a token of Grafana's does, and its checksum is wrong.");
    private static readonly Rejected Unknown = new("Grafana does not take the token.");
    private static readonly Rejected OfPerson = new("The token is of no service account of Grafana.");

    private readonly ConcurrentDictionary<string, Lazy<Task<Verdict>>> _asking = [];

    // Apart, so that no number of wrong tokens drives out the good ones.
    private readonly MemoryCache _good = new(new MemoryCacheOptions { SizeLimit = 1_000 });
    private readonly MemoryCache _others = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    // Ticks, which are read and written whole.
    private long _awayUntil;

    public bool Recognises(PresentedSecret token) => token.Text.StartsWith(ServiceAccountTokenForm.Prefix, StringComparison.Ordinal);

    public async ValueTask<Verdict> VerifyAsync(PresentedSecret token, CancellationToken cancellationToken)
    {
        if (!ServiceAccountTokenForm.IsWellFormed(token.Text)) return Misspelt;

        if (Find(token.Key) is { } known && clock.GetUtcNow() < known.Until) return known.Verdict;

        // However many requests come with it, Grafana is asked once; whoever goes away does not stop the question.
        return await _asking.GetOrAdd(token.Key, x => new Lazy<Task<Verdict>>(() => AskAsync(x, token.Text))).Value.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _good.Dispose();
        _others.Dispose();
    }

    private async Task<Verdict> AskAsync(string key, string token)
    {
        try
        {
            var before = Find(key);
            if (before is not null && clock.GetUtcNow() < before.Until) return before.Verdict;

            var now = await JudgeAsync(token, before);
            Remember(key, now);
            return now.Verdict;
        }
        finally
        {
            _asking.TryRemove(key, out _);
        }
    }

    private async Task<Known> JudgeAsync(string token, Known? before)
    {
        try
        {
            if (clock.GetUtcNow().UtcTicks < Volatile.Read(ref _awayUntil)) throw new GrafanaUnavailableException("Grafana did not answer a moment ago.", null);

            var verdict = Judge(await grafana.FindHolderAsync(token, CancellationToken.None));
            var now = clock.GetUtcNow();
            return verdict is Accepted ? new Known(verdict, now + AcceptedFor, now) : new Known(verdict, now + RefusedFor, null);
        }
        catch (GrafanaException e)
        {
            var now = clock.GetUtcNow();
            if (now.UtcTicks >= Volatile.Read(ref _awayUntil)) Volatile.Write(ref _awayUntil, (now + AwayFor).UtcTicks);
            return before is { Verdict: Accepted, GoodAt: { } at } && now < at + TrustedFor
                ? before with { Until = now + AwayFor }
                : new Known(new Undecided(e.Message), now + AwayFor, null);
        }
    }

    private Verdict Judge(TokenHolder? holder)
    {
        if (holder is null) return Unknown;
        if (!holder.IsServiceAccount) return OfPerson;

        var missing = ProvisioningRights.ToManage.Where(x => !holder.Actions.Contains(x)).ToList();
        if (missing.Count > 0 && !ProvisioningRights.ToRead.All(holder.Actions.Contains))
            return new Insufficient($"The service account lacks permissions in Grafana: {string.Join(", ", missing)}. Give it the role Admin in its organisation.");

        if (options.TenantOf(holder.OrgId) is not { } tenant) return new Rejected($"The token is of organisation {holder.OrgId} of Grafana, which is no tenant's.");

        // Of all tokens of one account alike, so that one can take the place of another in the middle of a list.
        var name = $"grafana:{holder.Login}";
        return new Accepted(new Credential(tenant, name, name, missing.Count == 0 ? TokenScope.Full : TokenScope.ReadOnly));
    }

    private Known? Find(string key) => _good.TryGetValue<Known>(key, out var known) || _others.TryGetValue(key, out known) ? known : null;

    private void Remember(string key, Known known)
    {
        var (here, there) = known.Verdict is Accepted ? (_good, _others) : (_others, _good);
        here.Set(key, known, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = TrustedFor, Size = 1 });
        there.Remove(key);
    }

    /// <param name="Verdict">What is thought of the token.</param>
    /// <param name="Until">When Grafana is asked again.</param>
    /// <param name="GoodAt">When Grafana last said that it is good.</param>
    private sealed record Known(Verdict Verdict, DateTimeOffset Until, DateTimeOffset? GoodAt);
}
