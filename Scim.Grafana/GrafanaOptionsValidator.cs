using Microsoft.Extensions.Options;
using Scim.Storage.Tenants;

namespace Scim.Grafana;

/// <summary>Says what to set.</summary>
public sealed class GrafanaOptionsValidator : IValidateOptions<GrafanaOptions>
{
    public ValidateOptionsResult Validate(string? name, GrafanaOptions options)
    {
        var failures = options.IsEnabled ? Failures(options).ToList() : [];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(GrafanaOptions options)
    {
        // Not with the address in the message: messages are logged.
        if (options.Url is { IsAbsoluteUri: true, UserInfo.Length: > 0 })
            yield return "Grafana__Url has a user or a password in it; set Grafana__AdminUser and Grafana__AdminPassword, and leave them out of the address.";
        else if (options.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"Grafana__Url is \"{options.Url}\"; set an address like http://grafana:3000.";
        if (string.IsNullOrWhiteSpace(options.AdminUser) || string.IsNullOrWhiteSpace(options.AdminPassword))
            yield return "Grafana__Url is set; set Grafana__AdminUser and Grafana__AdminPassword too: a local server admin of Grafana, without whom users cannot be managed.";
        if (options.OrgId < 1) yield return $"Grafana__OrgId is {options.OrgId}; set the number of an organisation, or leave it out for 1.";
        if (options.BrakeUsers < 0) yield return $"Grafana__BrakeUsers is {options.BrakeUsers}; set 0 or more.";
        if (options.BrakePercent is < 0 or > 100) yield return $"Grafana__BrakePercent is {options.BrakePercent}; set a share from 0 to 100.";
        if (options.FullPassMinutes < 1) yield return $"Grafana__FullPassMinutes is {options.FullPassMinutes}; set 1 or more.";
        if (options.TeamPrefix.Length > 100) yield return "Grafana__TeamPrefix is longer than 100 characters, which leaves too little of a team's name.";

        if (!Enum.IsDefined(options.DefaultRole)) yield return "Grafana__DefaultRole is none of None, Viewer, Editor and Admin.";
        if (!Enum.IsDefined(options.Deactivation)) yield return "Grafana__Deactivation is neither Disable nor Delete.";
        if (!Enum.IsDefined(options.DeletedGroups)) yield return "Grafana__DeletedGroups is neither KeepTeam nor DeleteTeam.";
        if (!Enum.IsDefined(options.HandAddedMembers)) yield return "Grafana__HandAddedMembers is neither Keep nor Remove.";

        foreach (var shared in options.Tenants.Values.Select(x => x.OrgId).Append(options.OrgId).GroupBy(x => x).Where(x => x.Key > 0 && x.Count() > 1))
            yield return $"Organisation {shared.Key} is set for {shared.Count()} tenants; each needs one of its own, or the leavers of one lose what the other gives.";

        foreach (var (tenant, settings) in options.Tenants)
        {
            if (settings.OrgId < 1) yield return $"Grafana__Tenants__{tenant}__OrgId is missing; set the number of the tenant's organisation.";
            if (!Tenant.IsName(tenant)) yield return $"Grafana__Tenants__{tenant}: a tenant's name has 1 to 63 of a-z, 0-9 and -, and begins with a letter or digit.";
            if (tenant == GrafanaOptions.DefaultTenant) yield return "Grafana__Tenants__default: the default tenant's settings are Grafana__OrgId and Grafana__ServiceAccountToken.";
        }

        for (var i = 0; i < options.GroupRoles.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.GroupRoles[i].Group)) yield return $"Grafana__GroupRoles__{i}__Group is missing; set a group's displayName.";
            if (options.GroupRoles[i].Role is not { } role || !Enum.IsDefined(role)) yield return $"Grafana__GroupRoles__{i}__Role is missing; set None, Viewer, Editor or Admin.";
        }

        for (var i = 0; i < options.Folders.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.Folders[i].Title)) yield return $"Grafana__Folders__{i}__Title is missing; set the folder's title.";
            if (string.IsNullOrWhiteSpace(options.Folders[i].Group)) yield return $"Grafana__Folders__{i}__Group is missing; set a group's displayName, or * for every group.";
            if (options.Folders[i].Permission is not { } permission || !Enum.IsDefined(permission)) yield return $"Grafana__Folders__{i}__Permission is missing; set View, Edit or Admin.";
        }
    }
}
