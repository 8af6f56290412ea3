using Scim.Grafana.Client;

namespace Scim.Tests.Grafana.Client;

public class GrafanaUserTests
{
    [TestCase("sa-1-ci", "sa-1-ci", true)]
    [TestCase("sa-1-ci", "", true)]
    [TestCase("SA-1-CI", "sa-1-ci", true)]
    [TestCase("sa-autogen--1-ci", "sa-autogen--1-ci", true)]
    [TestCase("sa-autogen-oncall", "sa-autogen-oncall", true)]
    [TestCase("sa-12-bot@x.org", "sa-12-bot@x.org", true)]
    [TestCase("sa-lly@x.org", "sa-lly@x.org", false)]
    [TestCase("sa-lly@x.org", "", false)]
    [TestCase("sa-1-ci", "ci@x.org", false)]
    [TestCase("ada", "ada", false)]
    [TestCase("lisa-1-ci", "lisa-1-ci", false)]
    public void A_service_account_is_known_by_its_login(string login, string email, bool isServiceAccount) =>
        Assert.That(new GrafanaUser { Login = login, Email = email }.IsServiceAccount, Is.EqualTo(isServiceAccount));
}
