using Scim.Doubles.Protocol;

namespace Scim.Doubles.Users;

internal sealed record UserForm(string? Name, string? Email, string? Login, string? Theme, string? Password, long? OrgId)
{
    /// <summary>Login and e-mail as they are stored, each standing in for the other; null where both are empty.</summary>
    public (string Login, string Email)? Names()
    {
        var (login, email) = (Stored(Login), Stored(Email));
        if (login.Length == 0 && email.Length == 0) return null;

        return (login.Length > 0 ? login : email, email.Length > 0 ? email : login);
    }

    public static GrafanaAnswer Empty(GrafanaVersion version) => version.Major < 11
        ? GrafanaAnswer.BadRequest("Validation error, need specify either username or email")
        : GrafanaAnswer.Identified(StatusCodes.Status400BadRequest, "user.empty-username-and-email", "Need to specify either username or email");

    private static string Stored(string? text) => (text ?? "").Trim().ToLowerInvariant();
}
