using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Grafana.Comparing;
using Scim.Grafana.Mapping;
using Scim.Storage.Grafana;

namespace Scim.Tests.Grafana.Comparing;

public class UserPlannerTests
{
    private const OrganisationRole None = OrganisationRole.None;
    private const OrganisationRole Viewer = OrganisationRole.Viewer;
    private const OrganisationRole Editor = OrganisationRole.Editor;
    private const OrganisationRole Admin = OrganisationRole.Admin;

    private static readonly Account Ada = new("ada@x.org", "Ada", null);

    private static readonly GrafanaUser Account = new() { Id = 5, Uid = "u5", Login = "ada@x.org", Email = "ada@x.org", Name = "Ada" };

    private static readonly GrafanaLink Link = new()
    {
        Tenant = "default",
        ResourceId = Guid.NewGuid(),
        Kind = LinkKind.User,
        GrafanaId = 5,
        Origin = LinkOrigin.Created,
        HasAccess = true,
        LastApplied = new AppliedAccount { Login = "ada@x.org", Name = "Ada", IsComplete = true }.Write(),
    };

    /// <summary>One whose account is as it should be.</summary>
    private static readonly UserSituation Settled = new(Ada, Link, Account, Viewer, IsGuest: false, IsShared: false);

    private static readonly UserSituation Left = Settled with { Wanted = null };

    private static IEnumerable<TestCaseData> Opened()
    {
        yield return Case("A settled one", Settled, "nothing");
        yield return Case("One who is not there", Settled with { Link = null, Actual = null, Role = null }, "create ada@x.org");
        yield return Case("One whose account was deleted in Grafana", Settled with { Actual = null, Role = null }, "create ada@x.org");
        yield return Case("One who is there, unmanaged", Settled with { Link = null }, "adopt");
        yield return Case(
            "One who is there in part, unmanaged",
            Settled with { Link = null, Actual = Account with { IsDisabled = true, Name = "A." }, Role = null },
            "adopt, enable, update, join as Viewer");

        yield return Case("A disabled one", Settled with { Actual = Account with { IsDisabled = true } }, "enable");
        yield return Case("One with another name", Settled with { Actual = Account with { Name = "ada" } }, "update");
        yield return Case("One with another login", Settled with { Actual = Account with { Login = "a" } }, "update");
        yield return Case("One with another e-mail", Settled with { Actual = Account with { Email = "a@x.org" } }, "update");
        yield return Case("One with no e-mail", Settled with { Actual = Account with { Email = "" } }, "update");
        yield return Case("One whose login and e-mail differ in case", Settled with { Actual = Account with { Login = "Ada@X.org", Email = "ADA@x.org" } }, "nothing");
        yield return Case("An external one", Settled with { Actual = Account with { IsExternal = true } }, "nothing");
        yield return Case(
            "An external one with another name",
            Settled with { Actual = Account with { IsExternal = true, Name = "Ada K." } },
            "nothing; Name and address differ; the next sign-in through SSO sets them.");
        yield return Case("A guest with another name and e-mail", Settled with { IsGuest = true, Actual = Account with { Email = "a@y.org", Name = "A." } }, "nothing");
        yield return Case("A disabled guest", Settled with { IsGuest = true, Actual = Account with { IsDisabled = true } }, "enable");
        yield return Case("An external guest with another name", Settled with { IsGuest = true, Actual = Account with { IsExternal = true, Name = "A." } }, "nothing");
    }

    [TestCaseSource(nameof(Opened))]
    public void An_account_becomes_as_it_should_be(UserSituation situation, string plan) => Assert.That(Plan(situation), Is.EqualTo(plan));

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("No login", Settled with { Wanted = new Account("", "", null) }, "The user has neither an e-mail address nor a userName that could be a login.");
        yield return Case("A server admin", Settled with { Actual = Account with { IsGrafanaAdmin = true } }, "The account ada@x.org is a server admin of Grafana, which is never managed from here.");
        yield return Case("An unmanaged server admin", Settled with { Link = null, Actual = Account with { IsGrafanaAdmin = true } }, "The account ada@x.org is a server admin of Grafana, which is never managed from here.");
        yield return Case("A leaver who is a server admin", Left with { Actual = Account with { IsGrafanaAdmin = true } }, "The account ada@x.org is a server admin of Grafana, which is never managed from here.");
        yield return Case(
            "A service account",
            Settled with { Link = null, Actual = new GrafanaUser { Id = 5, Login = "sa-1-ci", Email = "sa-1-ci" } },
            "The login sa-1-ci is a service account of Grafana, which is never managed from here.");
        yield return Case(
            "A leaver who became a service account",
            Left with { Actual = new GrafanaUser { Id = 5, Login = "sa-1-ci" } },
            "The login sa-1-ci is a service account of Grafana, which is never managed from here.");
        yield return Case(
            "A disabled external one",
            Settled with { Actual = Account with { IsDisabled = true, IsExternal = true } },
            "The account ada@x.org is disabled and has signed in through SSO, so Grafana refuses to enable it. Delete the account in Grafana; it is made anew.");
        yield return Case(
            "An unmanaged disabled external one",
            Settled with { Link = null, Actual = Account with { IsDisabled = true, IsExternal = true } },
            "The account ada@x.org is disabled and has signed in through SSO, so Grafana refuses to enable it. Delete the account in Grafana; it is made anew.");
    }

    [TestCaseSource(nameof(Refused))]
    public void What_must_not_be_touched_is_refused_with_the_reason(UserSituation situation, string reason) => Assert.That(Plan(situation), Is.EqualTo($"refused: {reason}"));

    [Test]
    public void An_account_that_is_there_is_left_alone_where_nothing_is_adopted()
    {
        var options = new GrafanaOptions { AdoptExisting = false };

        Assert.That(Plan(Settled with { Link = null }, options), Is.EqualTo("refused: Grafana has an account ada@x.org already, and Grafana__AdoptExisting is false."));
        Assert.That(Plan(Settled with { Actual = Account with { Name = "A." } }, options), Is.EqualTo("update"), "what is managed already still is");
        Assert.That(Plan(Settled with { Link = null, Actual = null }, options), Is.EqualTo("create ada@x.org"));
    }

    // Of a user who is there: what SCIM says now and said before, what the account has, and what it gets.
    [TestCase(null, null, "created", Viewer, "nothing")]
    [TestCase(Editor, null, "created", Viewer, "role Viewer>Editor")]
    [TestCase(Editor, Editor, "created", Viewer, "role Viewer>Editor")]
    [TestCase(Viewer, null, "created", Admin, "role Admin>Viewer")]
    [TestCase(None, null, "created", Viewer, "role Viewer>None")]
    [TestCase(Editor, Editor, "created", Editor, "nothing")]
    [TestCase(null, Admin, "created", Admin, "role Admin>Viewer")]
    [TestCase(null, None, "created", None, "role None>Viewer")]
    [TestCase(null, Admin, "created", Viewer, "nothing")]
    [TestCase(null, null, "created", Admin, "nothing")]
    [TestCase(null, null, "adopted", Admin, "nothing")]
    [TestCase(null, null, "new", Admin, "role Admin>Viewer")]
    [TestCase(null, null, "newly adopted", Admin, "nothing")]
    [TestCase(null, null, "unmanaged", Admin, "adopt")]
    [TestCase(Viewer, null, "unmanaged", Admin, "adopt, role Admin>Viewer")]
    [TestCase(Editor, null, "adopted", Admin, "role Admin>Editor")]
    [TestCase(null, null, "created", null, "join as Viewer")]
    [TestCase(Admin, null, "created", null, "join as Admin")]
    [TestCase(null, null, "unmanaged", null, "adopt, join as Viewer")]
    public void A_role_is_what_SCIM_says_and_one_given_by_hand_stays_where_SCIM_says_none(
        OrganisationRole? said, OrganisationRole? saidBefore, string origin, OrganisationRole? actual, string plan)
    {
        var link = Link with
        {
            Origin = origin.EndsWith("adopted", StringComparison.Ordinal) ? LinkOrigin.Adopted : LinkOrigin.Created,
            LastApplied = new AppliedAccount { Role = saidBefore, IsComplete = !origin.StartsWith("new", StringComparison.Ordinal) }.Write(),
        };
        var situation = new UserSituation(Ada with { Role = said }, origin == "unmanaged" ? null : link, Account, actual, IsGuest: false, IsShared: false);

        Assert.That(Plan(situation), Is.EqualTo(plan));
    }

    [TestCase(null, null, "join as Editor")]
    [TestCase(null, Viewer, "role Viewer>Editor")]
    [TestCase(Viewer, Editor, "role Editor>Viewer")]
    public void The_default_role_is_that_of_the_settings(OrganisationRole? said, OrganisationRole? actual, string plan)
    {
        var link = Link with { LastApplied = new AppliedAccount { Login = "ada@x.org" }.Write() };

        Assert.That(Plan(new UserSituation(Ada with { Role = said }, link, Account, actual, IsGuest: false, IsShared: false), new GrafanaOptions { DefaultRole = Editor }), Is.EqualTo(plan));
    }

    [Test]
    public void A_role_that_the_sign_in_sets_is_noted_and_left()
    {
        var synced = Settled with { Wanted = Ada with { Role = Admin }, Actual = Account with { IsExternal = true, IsExternallySynced = true } };

        Assert.That(Plan(synced), Is.EqualTo("nothing; The role is Viewer, not Admin; SSO sets it, because skip_org_role_sync is false."));
        Assert.That(Plan(synced with { Role = Admin }), Is.EqualTo("nothing"));
        Assert.That(Plan(synced with { Role = null }), Is.EqualTo("join as Admin"));
    }

    private static IEnumerable<TestCaseData> Closed()
    {
        var external = Account with { IsExternal = true };
        yield return Leaver("One who is not managed", Left with { Link = null }, "nothing", "nothing", "nothing");
        yield return Leaver("One without an account", Left with { Actual = null, Role = null }, "nothing", "nothing", "nothing");
        yield return Leaver("An internal one", Left, "disable", "delete", "leave, disable");
        yield return Leaver("An internal one who is no member", Left with { Role = null }, "disable", "delete", "disable");
        yield return Leaver("An internal one, disabled", Left with { Actual = Account with { IsDisabled = true } }, "nothing", "delete", "leave");
        yield return Leaver("An internal one, closed", Left with { Actual = Account with { IsDisabled = true }, Role = null }, "nothing", "delete", "nothing");
        yield return Leaver("An external one", Left with { Actual = external }, "leave, log out", "delete", "leave, log out");
        yield return Leaver("An external one who is no member", Left with { Actual = external, Role = null }, "log out", "delete", "log out");
        yield return Leaver(
            "An external one, closed", Left with { Actual = external, Role = null, Link = Link with { HasAccess = false } }, "nothing", "delete", "nothing");
        yield return Leaver(
            "An external one who came back", Left with { Actual = external, Link = Link with { HasAccess = false } }, "leave, log out", "delete", "leave, log out");
        yield return Leaver("A shared one", Left with { IsShared = true }, "leave, log out", "leave, log out", "leave, log out");
        yield return Leaver("A shared one who is no member", Left with { IsShared = true, Role = null }, "log out", "log out", "log out");
        yield return Leaver("A shared one, closed", Left with { IsShared = true, Link = Link with { HasAccess = false }, Role = null }, "nothing", "nothing", "nothing");
        yield return Leaver("A shared external one", Left with { IsShared = true, Actual = external }, "leave, log out", "leave, log out", "leave, log out");
    }

    /// <param name="situation">A user who is not active, or not there any more.</param>
    /// <param name="plan">What becomes of the account where accounts are disabled, and there is one tenant.</param>
    /// <param name="deleting">The same where accounts are deleted.</param>
    /// <param name="withTenants">The same where accounts are disabled, and there are further tenants.</param>
    [TestCaseSource(nameof(Closed))]
    public void A_leaver_loses_access_as_the_policy_says_and_as_far_as_Grafana_allows(UserSituation situation, string plan, string deleting, string withTenants)
    {
        Assert.That(Plan(situation), Is.EqualTo(plan));
        Assert.That(Plan(situation, new GrafanaOptions { Deactivation = DeactivationPolicy.Delete }), Is.EqualTo(deleting));
        Assert.That(Plan(situation, new GrafanaOptions { Tenants = { ["acme"] = new GrafanaTenantOptions { OrgId = 2 } } }), Is.EqualTo(withTenants));
    }

    [TestCase("disable", true)]
    [TestCase("delete", true)]
    [TestCase("leave", true)]
    [TestCase("log out", false)]
    [TestCase("role Admin>None", false)]
    [TestCase("update", false)]
    public void The_brake_is_told_who_loses_access(string step, bool takesAccess)
    {
        UserStep[] steps =
        [
            new DisableUser(), new DeleteUser(), new RemoveFromOrganisation(), new LogOutUser(), new ChangeRole(Admin, None), new UpdateUser(Account, Ada),
        ];

        Assert.That(new UserPlan([new EnableUser(), steps.Single(x => Text(x) == step)]).TakesAccess, Is.EqualTo(takesAccess));
    }

    private static TestCaseData Case(string name, UserSituation situation, string plan) => new TestCaseData(situation, plan).SetArgDisplayNames(name);

    private static TestCaseData Leaver(string name, UserSituation situation, string plan, string deleting, string withTenants) =>
        new TestCaseData(situation, plan, deleting, withTenants).SetArgDisplayNames(name);

    private static string Plan(UserSituation situation, GrafanaOptions? options = null)
    {
        var plan = UserPlanner.Plan(situation, options ?? new GrafanaOptions());
        if (plan.Refusal is { } refusal) return $"refused: {refusal}{string.Concat(plan.Steps.Select(Text))}";

        return string.Join("; ", [plan.Steps.Count == 0 ? "nothing" : string.Join(", ", plan.Steps.Select(Text)), .. plan.Notes ?? []]);
    }

    private static string Text(UserStep step) => step switch
    {
        CreateUser x => $"create {x.Account.Login}",
        AdoptUser => "adopt",
        UpdateUser => "update",
        EnableUser => "enable",
        AddToOrganisation x => $"join as {x.Role}",
        ChangeRole x => $"role {x.From}>{x.To}",
        DisableUser => "disable",
        DeleteUser => "delete",
        RemoveFromOrganisation => "leave",
        LogOutUser => "log out",
        _ => step.ToString(),
    };
}
