namespace Scim.Doubles.State;

public sealed partial class GrafanaState
{
    internal IEnumerable<GrafanaToken> TokensOf(GrafanaUser account) => _tokens.Values.Where(x => x.ServiceAccountId == account.Id);

    internal GrafanaToken AddToken(GrafanaUser account, string name, long secondsToLive)
    {
        var token = new GrafanaToken
        {
            Id = ++_lastTokenId,
            ServiceAccountId = account.Id,
            OrgId = account.OrgId,
            Name = name,
            Key = Identifiers.NewServiceAccountToken(),
            Created = Now,
            Expires = secondsToLive > 0 ? Now.AddSeconds(secondsToLive) : null,
        };
        _tokens.Add(token.Key, token);
        return token;
    }

    internal void DeleteToken(GrafanaToken token) => _tokens.Remove(token.Key);
}
