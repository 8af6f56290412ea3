using Scim.Grafana.Client;
using Scim.Grafana.Mapping;

namespace Scim.Grafana.Comparing;

/// <summary>One thing to do to an account, or to its place in the organisation.</summary>
public abstract record UserStep
{
    private protected UserStep()
    {
    }
}

public sealed record CreateUser(Account Account) : UserStep;

/// <summary>An account that is there already is managed from now on.</summary>
public sealed record AdoptUser(GrafanaUser User) : UserStep;

public sealed record UpdateUser(GrafanaUser From, Account To) : UserStep;

public sealed record EnableUser : UserStep;

public sealed record AddToOrganisation(OrganisationRole Role) : UserStep;

public sealed record ChangeRole(OrganisationRole From, OrganisationRole To) : UserStep;

public sealed record DisableUser : UserStep;

public sealed record DeleteUser : UserStep;

public sealed record RemoveFromOrganisation : UserStep;

/// <summary>Ends all sessions.</summary>
public sealed record LogOutUser : UserStep;
