using Scim.Grafana.Client;
using Scim.Grafana.Mapping;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Comparing;

/// <summary>A user on both sides.</summary>
/// <param name="Wanted">Null for a user who is not active, or not there any more.</param>
/// <param name="Link">Null for one who is not managed.</param>
/// <param name="Actual">The account; null where there is none.</param>
/// <param name="Role">Its role in the organisation; null where it is not in it.</param>
/// <param name="IsGuest">Another tenant has managed the account for longer, so its name and address are that tenant's.</param>
/// <param name="IsShared">Others have a use for the account, so it is not closed for all.</param>
public sealed record UserSituation(Account? Wanted, GrafanaLink? Link, GrafanaUser? Actual, OrganisationRole? Role, bool IsGuest, bool IsShared)
{
    public AppliedAccount Applied { get; } = Link is null ? new AppliedAccount() : AppliedAccount.Read(Link.LastApplied);
}
