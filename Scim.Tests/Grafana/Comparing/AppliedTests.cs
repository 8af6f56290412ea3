using Scim.Grafana;
using Scim.Grafana.Comparing;
using Scim.Storage.Grafana;

namespace Scim.Tests.Grafana.Comparing;

/// <summary>What is stored must be read by the versions after this one, and by the one before it when somebody goes back.</summary>
public class AppliedTests
{
    [Test]
    public void An_account_is_read_as_it_was_written()
    {
        var account = new AppliedAccount { Login = "ada@x.org", Email = "Ada@x.org", Name = "Ada \"😀\"", Role = OrganisationRole.Editor, IsComplete = true };

        Assert.That(AppliedAccount.Read(account.Write()), Is.EqualTo(account));
        Assert.That(AppliedAccount.Read(new AppliedAccount().Write()), Is.EqualTo(new AppliedAccount()));
    }

    [Test]
    public void An_account_is_written_with_names_that_stay() =>
        Assert.That(
            new AppliedAccount { Login = "a", Email = "b", Name = "c", Role = OrganisationRole.None, IsComplete = true }.Write(),
            Is.EqualTo("""{"login":"a","email":"b","name":"c","role":"None","isComplete":true}"""));

    [TestCase("{}", null, null, false)]
    [TestCase("null", null, null, false)]
    [TestCase("""{"login": "ada", "locale": "en", "further": {"a": [1]}}""", "ada", null, false)]
    [TestCase("""{"isComplete": true, "role": null, "login": null}""", null, null, true)]
    [TestCase("""{"role": "Admin"}""", null, OrganisationRole.Admin, false)]
    public void What_is_missing_of_an_account_or_unknown_does_no_harm(string json, string? login, OrganisationRole? role, bool isComplete)
    {
        var account = AppliedAccount.Read(json);

        Assert.That((account.Login, account.Role, account.IsComplete), Is.EqualTo((login, role, isComplete)));
    }

    [Test]
    public void A_link_to_a_deleted_account_counts_as_none()
    {
        var link = new GrafanaLink
        {
            Tenant = "default",
            ResourceId = Guid.NewGuid(),
            Kind = LinkKind.User,
            GrafanaId = 5,
            Uid = "u5",
            Origin = LinkOrigin.Created,
            HasAccess = true,
            LastApplied = new AppliedAccount { Login = "ada@x.org", IsComplete = true }.Write(),
        };
        var closed = AppliedAccount.Closed(link);

        Assert.That((closed.GrafanaId, closed.Uid, closed.HasAccess, closed.ResourceId), Is.EqualTo(((long?)null, (string?)null, false, link.ResourceId)));
        Assert.That(AppliedAccount.LiveOf(closed), Is.Null);
        Assert.That(AppliedAccount.LiveOf(link), Is.SameAs(link));
        Assert.That(AppliedAccount.LiveOf(null), Is.Null);
    }

    [Test]
    public void A_link_to_an_account_that_is_being_made_counts()
    {
        var link = new GrafanaLink
        {
            Tenant = "default",
            ResourceId = Guid.NewGuid(),
            Kind = LinkKind.User,
            Origin = LinkOrigin.Created,
            LastApplied = new AppliedAccount { Login = "ada@x.org" }.Write(),
        };

        Assert.That(AppliedAccount.LiveOf(link), Is.SameAs(link));
    }

    [Test]
    public void A_team_is_read_as_it_was_written()
    {
        var team = new AppliedTeam { Name = "Ops", Folders = new Dictionary<string, FolderPermission> { ["f1"] = FolderPermission.Edit, ["f2"] = FolderPermission.View } };
        var read = AppliedTeam.Read(team.Write());

        Assert.That(read.Name, Is.EqualTo("Ops"));
        Assert.That(read.Folders, Is.EquivalentTo(team.Folders));
        Assert.That(team.Write(), Is.EqualTo("""{"name":"Ops","folders":{"f1":"Edit","f2":"View"}}"""));
    }

    [TestCase("{}", null)]
    [TestCase("null", null)]
    [TestCase("""{"name": "Ops", "email": "ops@x.org", "further": [{}]}""", "Ops")]
    public void What_is_missing_of_a_team_or_unknown_does_no_harm(string json, string? name)
    {
        var team = AppliedTeam.Read(json);

        Assert.That((team.Name, team.Folders.Count), Is.EqualTo((name, 0)));
    }
}
