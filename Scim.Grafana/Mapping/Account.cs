namespace Scim.Grafana.Mapping;

/// <summary>An account as SCIM says it should be.</summary>
/// <param name="Login">Also its e-mail: Grafana's sign-in through SSO makes the two the same, and both lower case.</param>
/// <param name="Name">What people see.</param>
/// <param name="Role">Null where neither <c>roles</c> nor a group says one.</param>
public sealed record Account(string Login, string Name, OrganisationRole? Role);
