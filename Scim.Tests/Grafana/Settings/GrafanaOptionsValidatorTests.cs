using Scim.Grafana;

namespace Scim.Tests.Grafana.Settings;

public class GrafanaOptionsValidatorTests
{
    [Test]
    public void Nothing_is_wrong_with_what_is_enough() => Assert.That(Failures(Enough()), Is.Empty);

    [Test]
    public void Nothing_is_asked_of_settings_without_an_address() =>
        Assert.That(Failures(new GrafanaOptions { OrgId = 0, BrakePercent = -1, Tenants = { ["default"] = new GrafanaTenantOptions() }, Folders = { new FolderOptions() } }), Is.Empty);

    [TestCase("grafana", "Grafana__Url is \"grafana\"; set an address like http://grafana:3000.")]
    [TestCase("grafana:3000", "Grafana__Url is \"grafana:3000\"; set an address like http://grafana:3000.")]
    [TestCase("http://admin:secret@grafana:3000", "Grafana__Url has a user or a password in it; set Grafana__AdminUser and Grafana__AdminPassword, and leave them out of the address.")]
    [TestCase("ftp://admin@grafana", "Grafana__Url has a user or a password in it; set Grafana__AdminUser and Grafana__AdminPassword, and leave them out of the address.")]
    [TestCase("ftp://grafana", "Grafana__Url is \"ftp://grafana/\"; set an address like http://grafana:3000.")]
    [TestCase("/grafana", "Grafana__Url is \"/grafana\"; set an address like http://grafana:3000.")]
    [TestCase("http://grafana:3000", null)]
    [TestCase("https://example.org/grafana/", null)]
    public void An_address_is_absolute_and_of_http(string url, string? failure)
    {
        var options = Enough();
        options.Url = new Uri(url, UriKind.RelativeOrAbsolute);

        Assert.That(Failures(options), failure is null ? Is.Empty : Is.EqualTo((string[])[failure]));
    }

    [TestCase(null, "secret")]
    [TestCase("", "secret")]
    [TestCase("admin", null)]
    [TestCase("admin", "  ")]
    public void An_address_needs_an_admin(string? user, string? password)
    {
        var options = Enough();
        (options.AdminUser, options.AdminPassword) = (user, password);

        Assert.That(Failures(options), Is.EqualTo((string[])
            ["Grafana__Url is set; set Grafana__AdminUser and Grafana__AdminPassword too: a local server admin of Grafana, without whom users cannot be managed."]));
    }

    private static IEnumerable<TestCaseData> Numbers()
    {
        yield return Case(x => x.OrgId = 0, "Grafana__OrgId is 0; set the number of an organisation, or leave it out for 1.");
        yield return Case(x => x.BrakeUsers = -1, "Grafana__BrakeUsers is -1; set 0 or more.");
        yield return Case(x => x.BrakeUsers = 0);
        yield return Case(x => x.BrakePercent = -1, "Grafana__BrakePercent is -1; set a share from 0 to 100.");
        yield return Case(x => x.BrakePercent = 101, "Grafana__BrakePercent is 101; set a share from 0 to 100.");
        yield return Case(x => x.BrakePercent = 0);
        yield return Case(x => x.BrakePercent = 100);
        yield return Case(x => x.FullPassMinutes = 0, "Grafana__FullPassMinutes is 0; set 1 or more.");
        yield return Case(x => x.FullPassMinutes = 1);
        yield return Case(x => x.TeamPrefix = new string('x', 101), "Grafana__TeamPrefix is longer than 100 characters, which leaves too little of a team's name.");
        yield return Case(x => x.TeamPrefix = new string('x', 100));
        yield return Case(x => (x.OrgId, x.FullPassMinutes) = (-5, -5), "Grafana__OrgId is -5; set the number of an organisation, or leave it out for 1.", "Grafana__FullPassMinutes is -5; set 1 or more.");
    }

    [TestCaseSource(nameof(Numbers))]
    public void Each_setting_out_of_its_bounds_is_named(Action<GrafanaOptions> change, string[] failures) => AssertFailures(change, failures);

    private static IEnumerable<TestCaseData> Lists()
    {
        yield return Case(x => x.Tenants["acme"] = new GrafanaTenantOptions(), "Grafana__Tenants__acme__OrgId is missing; set the number of the tenant's organisation.");
        yield return Case(x => x.Tenants["acme-2"] = new GrafanaTenantOptions { OrgId = 2 });
        foreach (var name in (string[])["Acme", "-acme", "a_b", "ä", "", new string('a', 64)])
            yield return Case(x => x.Tenants[name] = new GrafanaTenantOptions { OrgId = 2 }, $"Grafana__Tenants__{name}: a tenant's name has 1 to 63 of a-z, 0-9 and -, and begins with a letter or digit.");

        yield return Case(x => x.Tenants[new string('a', 63)] = new GrafanaTenantOptions { OrgId = 2 });
        yield return Case(x => x.Tenants["default"] = new GrafanaTenantOptions { OrgId = 2 }, "Grafana__Tenants__default: the default tenant's settings are Grafana__OrgId and Grafana__ServiceAccountToken.");

        yield return Case(
            x => x.GroupRoles.AddRange([new GroupRoleOptions { Group = "Ops", Role = OrganisationRole.None }, new GroupRoleOptions { Group = " " }]),
            "Grafana__GroupRoles__1__Group is missing; set a group's displayName.",
            "Grafana__GroupRoles__1__Role is missing; set None, Viewer, Editor or Admin.");
        yield return Case(x => x.Folders.Add(new FolderOptions { Title = "{team}", Group = "*", Permission = FolderPermission.View }));
        yield return Case(
            x => x.Folders.Add(new FolderOptions()),
            "Grafana__Folders__0__Title is missing; set the folder's title.",
            "Grafana__Folders__0__Group is missing; set a group's displayName, or * for every group.",
            "Grafana__Folders__0__Permission is missing; set View, Edit or Admin.");
    }

    [TestCaseSource(nameof(Lists))]
    public void Each_entry_that_lacks_something_is_named_as_in_the_environment(Action<GrafanaOptions> change, string[] failures) => AssertFailures(change, failures);

    private static TestCaseData Case(Action<GrafanaOptions> change, params string[] failures) =>
        new TestCaseData(change, failures).SetArgDisplayNames(failures.Length == 0 ? "nothing" : string.Join(' ', failures));

    private static void AssertFailures(Action<GrafanaOptions> change, string[] failures)
    {
        var options = Enough();
        change(options);

        Assert.That(Failures(options), Is.EqualTo(failures));
    }

    private static GrafanaOptions Enough() => new() { Url = new Uri("http://grafana:3000"), AdminUser = "admin", AdminPassword = "secret" };

    private static IEnumerable<string> Failures(GrafanaOptions options) => new GrafanaOptionsValidator().Validate(null, options).Failures ?? [];
}
