using Microsoft.Extensions.Configuration;
using Scim.Grafana;

namespace Scim.Tests.Grafana.Settings;

public class GrafanaOptionsTests
{
    [Test]
    public void All_settings_have_names_in_the_environment()
    {
        var options = Bind(
            "Grafana__Url=http://grafana:3000/sub", "Grafana__AdminUser=admin", "Grafana__AdminPassword=se=cret", "Grafana__ServiceAccountToken=glsa_1", "Grafana__OrgId=7",
            "Grafana__Tenants__acme__OrgId=2", "Grafana__Tenants__acme__ServiceAccountToken=glsa_2", "Grafana__Tenants__b-4__OrgId=4",
            "Grafana__Deactivation=delete", "Grafana__AssignmentRequired=true", "Grafana__AdoptExisting=false", "Grafana__DefaultRole=Editor",
            "Grafana__GroupRoles__0__Group=Ops", "Grafana__GroupRoles__0__Role=Admin", "Grafana__GroupRoles__1__Group=Guests", "Grafana__GroupRoles__1__Role=none",
            "Grafana__TeamPrefix=Entra ", "Grafana__DeletedGroups=DeleteTeam", "Grafana__HandAddedMembers=Remove",
            "Grafana__Folders__0__Title={team}", "Grafana__Folders__0__Group=*", "Grafana__Folders__0__Permission=Edit",
            "Grafana__BrakeUsers=3", "Grafana__BrakePercent=5", "Grafana__FullPassMinutes=15");

        Assert.That((options.Url, options.AdminUser, options.AdminPassword, options.ServiceAccountToken, options.OrgId), Is.EqualTo((new Uri("http://grafana:3000/sub"), "admin", "se=cret", "glsa_1", 7L)));
        Assert.That(options.Tenants.Select(x => $"{x.Key} {x.Value.OrgId} {x.Value.ServiceAccountToken}"), Is.EquivalentTo((string[])["acme 2 glsa_2", "b-4 4 "]));
        Assert.That((options.Deactivation, options.AssignmentRequired, options.AdoptExisting, options.DefaultRole), Is.EqualTo((DeactivationPolicy.Delete, true, false, OrganisationRole.Editor)));
        Assert.That(options.GroupRoles.Select(x => $"{x.Group} {x.Role}"), Is.EqualTo((string[])["Ops Admin", "Guests None"]));
        Assert.That((options.TeamPrefix, options.DeletedGroups, options.HandAddedMembers), Is.EqualTo(("Entra ", DeletedGroupPolicy.DeleteTeam, HandAddedMemberPolicy.Remove)));
        Assert.That(options.Folders.Select(x => $"{x.Title} {x.Group} {x.Permission}"), Is.EqualTo((string[])["{team} * Edit"]));
        Assert.That((options.BrakeUsers, options.BrakePercent, options.FullPassMinutes), Is.EqualTo((3, 5, 15)));
        Assert.That(new GrafanaOptionsValidator().Validate(null, options).Succeeded, Is.True);
    }

    [Test]
    public void What_is_left_out_does_the_least_harm()
    {
        var options = Bind("Grafana__Url=http://grafana:3000");

        Assert.That((options.IsEnabled, options.OrgId, options.Tenants.Count, options.GroupRoles.Count, options.Folders.Count), Is.EqualTo((true, 1L, 0, 0, 0)));
        Assert.That((options.Deactivation, options.AssignmentRequired, options.AdoptExisting, options.DefaultRole), Is.EqualTo((DeactivationPolicy.Disable, false, true, OrganisationRole.Viewer)));
        Assert.That((options.TeamPrefix, options.DeletedGroups, options.HandAddedMembers), Is.EqualTo(("", DeletedGroupPolicy.KeepTeam, HandAddedMemberPolicy.Keep)));
        Assert.That((options.BrakeUsers, options.BrakePercent, options.FullPassMinutes), Is.EqualTo((10, 10, 60)));
    }

    [TestCase("Grafana__Url=")]
    [TestCase("Grafana__AdminUser=admin")]
    public void Without_an_address_nothing_is_brought_to_Grafana(string variable) => Assert.That(Bind(variable).IsEnabled, Is.False);

    [TestCase("Grafana__Deactivation=Remove")]
    [TestCase("Grafana__DefaultRole=Owner")]
    [TestCase("Grafana__OrgId=Main")]
    public void What_is_no_value_of_a_setting_is_not_passed_over(string variable) =>
        Assert.That(() => Bind("Grafana__Url=http://grafana:3000", variable), Throws.InvalidOperationException);

    /// <param name="variables">As in <c>Grafana__OrgId=2</c>.</param>
    private static GrafanaOptions Bind(params string[] variables) => new ConfigurationBuilder()
        .AddInMemoryCollection(variables.Select(x => x.Split('=', 2)).Select(x => KeyValuePair.Create(x[0].Replace("__", ":", StringComparison.Ordinal), (string?)x[1])))
        .Build()
        .GetSection(GrafanaOptions.Section)
        .Get<GrafanaOptions>() ?? new GrafanaOptions();
}
