using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Access;

/// <summary>A caller in the organization that its call is about.</summary>
internal sealed record Principal(GrafanaUser User, long OrgId, string Role)
{
    /// <summary>One without an organization is refused what needs the role.</summary>
    public bool IsServerAdmin => OrgId > 0 && User is { IsGrafanaAdmin: true, IsServiceAccount: false };

    /// <summary>Scopes by action.</summary>
    public IReadOnlyDictionary<string, string> Permissions(GrafanaState state) => RolePermissions.Of(this, state);
}

/// <summary>What the credentials of a call have shown.</summary>
/// <param name="Principal">Null where nobody is known by them.</param>
/// <param name="Refusal">What calls are answered that need somebody.</param>
/// <param name="Login">The login that was given with a password.</param>
internal sealed record Identity(Principal? Principal, GrafanaAnswer? Refusal, string? Login = null)
{
    public static Identity Anonymous { get; } = Unknown("auth.unauthorized", "Unauthorized");

    public static Identity Unknown(string messageId, string message, string? login = null) =>
        new(null, GrafanaAnswer.Identified(StatusCodes.Status401Unauthorized, messageId, message), login);
}
