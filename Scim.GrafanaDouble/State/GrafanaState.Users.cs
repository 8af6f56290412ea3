namespace Scim.Doubles.State;

public sealed partial class GrafanaState
{
    internal GrafanaUser AddUser(string login, string email, string name, string password, bool isServiceAccount = false)
    {
        var user = new GrafanaUser
        {
            Id = ++_lastUserId,
            Uid = Identifiers.NewUid(),
            Login = login,
            Email = email,
            Name = name,
            Password = password,
            IsServiceAccount = isServiceAccount,
            Created = Now,
            // Grafana dates the last visit of those who have never come ten years back.
            LastSeen = Now.AddYears(-10),
        };
        Users.Add(user);
        return user;
    }

    internal void DeleteUser(GrafanaUser user)
    {
        foreach (var org in user.OrgSet.ToList()) Leave(_orgs[org], user);
        foreach (var folder in _folders.Values) folder.Permissions.RemoveAll(x => x.UserId == user.Id);
        foreach (var token in _tokens.Values.Where(x => x.ServiceAccountId == user.Id).ToList()) _tokens.Remove(token.Key);
        user.Sessions = 0;
        Users.Remove(user);
    }

    /// <summary>A user's sign-in through the provider, who is found by the e-mail, never the login, and is external from then on.</summary>
    internal bool SignIn(string email)
    {
        if (Users.FindByEmail(email.ToLowerInvariant()) is not { IsServiceAccount: false, IsDisabled: false } user) return false;

        user.AuthModule = "oauth_azuread";
        user.LastSeen = Now;
        user.Sessions++;
        return true;
    }

    /// <summary>Whether the roles of this user belong to the sign-in.</summary>
    internal bool IsExternallySynced(GrafanaUser user) => user.IsExternal && _options.OrgRoleSync;
}
