using Microsoft.Extensions.DependencyInjection;
using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Tests.Grafana.Client;

namespace Scim.Tests.Api.GrafanaTokens;

/// <summary>What is made of answers that the double never gives.</summary>
public class PresentedTokenTests
{
    private const string Token = "glsa_x";

    private static readonly CancellationToken Ever = CancellationToken.None;

    [TestCase(404)]
    [TestCase(403)]
    public async Task An_old_Grafana_that_tells_nothing_of_service_accounts_still_tells_the_organisation(int status)
    {
        var holder = await AskAsync(path => path switch
        {
            "/api/user" => (status, """{"message": "user not found"}"""),
            "/api/org" => (200, """{"id": 7, "name": "Seventh"}"""),
            _ => (200, """{"teams:read": true, "teams:write": false}"""),
        });

        Assert.That((holder!.Login, holder.OrgId, holder.IsServiceAccount), Is.EqualTo(((string?)null, 7L, true)));
        Assert.That(holder.Actions, Is.EquivalentTo(["teams:read"]));
    }

    [TestCase("""{"uid": "service-account:7", "orgId": 1}""", true)]
    [TestCase("""{"uid": "ceo1", "login": "sa-1-entra", "orgId": 1}""", true)]
    [TestCase("""{"uid": "ceo1", "login": "ada@x.org", "orgId": 1}""", false)]
    [TestCase("""{"login": "ada@x.org", "orgId": 1}""", false)]
    [TestCase("""{"uid": "service-account:7", "orgId": 1, "isGrafanaAdmin": true}""", false)]
    public async Task A_person_is_told_from_a_service_account(string user, bool isServiceAccount) =>
        Assert.That((await AskAsync(path => (200, path == "/api/user" ? user : "{}")))!.IsServiceAccount, Is.EqualTo(isServiceAccount));

    [TestCase(401, "<html>Sign in to the proxy</html>")]
    [TestCase(200, "<html>Welcome</html>")]
    [TestCase(302, "")]
    [TestCase(200, "[]")]
    [TestCase(500, """{"message": "database is locked"}""")]
    public void What_is_no_answer_of_Grafanas_decides_nothing(int status, string body) =>
        Assert.That(() => AskAsync(_ => (status, body)), Throws.InstanceOf<GrafanaException>().With.Message.Not.Contain(Token));

    [Test]
    public async Task A_token_that_ends_between_two_questions_is_refused() =>
        Assert.That(await AskAsync(path => path == "/api/user" ? (200, """{"uid": "service-account:7", "orgId": 1}""") : (401, "{}")), Is.Null);

    private static async Task<TokenHolder?> AskAsync(Func<string, (int Status, string Body)> answer)
    {
        using var handler = new InPlaceOfGrafana(request =>
        {
            var (status, body) = answer(request.RequestUri!.AbsolutePath);
            return InPlaceOfGrafana.Answer(status, body);
        });
        using var http = new HttpClient(handler) { BaseAddress = new Uri("http://grafana/") };
        return await new PresentedTokens(http).FindHolderAsync(Token, Ever);
    }
}
