using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scim.Tests.Grafana;

namespace Scim.Tests.Api.GrafanaTokens;

/// <summary>A token from Grafana's page, used as a client's secret token.</summary>
public class ServiceAccountTests
{
    private const string Unknown = "The token is unknown, expired or revoked. Make one with \"token create\" and set it as the client's secret token.";

    private TestGrafana _grafana = null!;
    private ConnectedScim _scim = null!;
    private long _secondOrg;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _grafana = await TestGrafana.StartAsync();
        _secondOrg = await _grafana.NewOrganisationAsync();
        _scim = await ConnectedScim.StartAsync(_grafana, ("Tenants:second:OrgId", $"{_secondOrg}"));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _scim.DisposeAsync();

    [Test]
    public async Task Reads_and_writes()
    {
        var token = await TokenAsync("Admin");
        var user = await SendAsync("POST", "Users", token, Some.User());
        Assert.That(user.Status, Is.EqualTo(201), user.Text);
        Assert.That((await SendAsync("GET", $"Users/{user.Id}", token)).Status, Is.EqualTo(200));
        Assert.That((await SendAsync("DELETE", $"Users/{user.Id}", token)).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task Sees_the_tenant_of_its_organisation_alone()
    {
        var second = _grafana.InOrganisation(_secondOrg);
        var (_, theirs) = await second.NewTokenAsync(await second.NewServiceAccountAsync("Admin"));
        var ours = await TokenAsync("Admin");

        var user = await SendAsync("POST", "Users", theirs, Some.User());

        Assert.That((await SendAsync("GET", $"Users/{user.Id}", theirs)).Status, Is.EqualTo(200), user.Text);
        Assert.That((await SendAsync("GET", $"Users/{user.Id}", ours)).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Of_an_organisation_without_a_tenant_is_401()
    {
        var elsewhere = _grafana.InOrganisation(await _grafana.NewOrganisationAsync());
        var (_, token) = await elsewhere.NewTokenAsync(await elsewhere.NewServiceAccountAsync("Admin"));
        new Refusal(401, null, Unknown).Check(await SendAsync("GET", "Users", token));
    }

    [Test]
    public async Task Without_rights_is_403_that_names_them()
    {
        var answer = await SendAsync("GET", "Users", await TokenAsync("Viewer"));
        new Refusal(403, null, "The service account lacks permissions in Grafana: org.users:read, *").Check(answer);
        Assert.That(answer.Detail, Does.EndWith("Give it the role Admin in its organisation."));
        Assert.That(answer.Headers["WWW-Authenticate"], Is.EqualTo("Bearer realm=\"scim\", error=\"insufficient_scope\", scope=\"scim\""));
    }

    [Test]
    public async Task With_rights_to_read_alone_is_403_where_something_changes()
    {
        var account = await _grafana.NewServiceAccountAsync("Viewer");
        _grafana.Double.State.Read(x => { x.Users.Find(account)!.FurtherActions.UnionWith(["org.users:read", "teams:read"]); return 0; });
        var (_, token) = await _grafana.NewTokenAsync(account);

        Assert.That((await SendAsync("GET", "Users", token)).Status, Is.EqualTo(200));
        Assert.That((await SendAsync("POST", "Users", token, Some.User())).Status, Is.EqualTo(403));
    }

    [TestCase("glsa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_00000000")]
    [TestCase("glsa_x")]
    [TestCase("eyJrIjoib2xkIiwibiI6ImtleSIsImlkIjoxfQ==")]
    [TestCase("1b4e28ba2fa111d2883f0016d3cca427")]
    public async Task What_is_no_token_of_a_service_account_is_401(string token) =>
        new Refusal(401, null, Unknown).Check(await SendAsync("GET", "Users", token));

    [Test]
    public async Task A_persons_password_is_401()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "Users");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TestGrafana.AdminUser}:{TestGrafana.AdminPassword}")));
        Assert.That((await SendAsync(request)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Deleted_and_never_made_are_told_alike()
    {
        var account = await _grafana.NewServiceAccountAsync("Admin");
        var (id, token) = await _grafana.NewTokenAsync(account);
        await _grafana.DeleteTokenAsync(account, id);
        new Refusal(401, null, Unknown).Check(await SendAsync("GET", "Users", token));
    }

    [Test]
    public async Task Is_in_no_log_whatever_becomes_of_it()
    {
        using var log = new LogLines();
        _scim.Server.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var account = await _grafana.NewServiceAccountAsync("Admin");
        var (id, deleted) = await _grafana.NewTokenAsync(account);
        await _grafana.DeleteTokenAsync(account, id);
        string[] tokens = [await TokenAsync("Admin"), await TokenAsync("Viewer"), deleted, "glsa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_00000000"];

        foreach (var token in tokens) await SendAsync("GET", "Users", token);

        Assert.That(log.Text, Does.Contain("Grafana does not take the token.").And.Contain("lacks permissions in Grafana").And.Contain("its checksum is wrong"));
        foreach (var token in tokens) Assert.That(log.Text, Does.Not.Contain(token).And.Not.Contain(token[5..20]));
    }

    [Test]
    public async Task Is_not_taken_where_the_settings_say_so()
    {
        await using var grafana = await TestGrafana.StartAsync();
        await using var server = await ScimServer.StartAsync(ConnectedScim.SettingsOf(grafana, ("AcceptServiceAccountTokens", "false")));
        var (_, token) = await grafana.NewTokenAsync(await grafana.NewServiceAccountAsync("Admin"));
        using var client = server.NewClient(token);

        using var answer = await client.GetAsync("Users");

        Assert.That((int)answer.StatusCode, Is.EqualTo(401));
    }

    private async Task<string> TokenAsync(string role) => (await _grafana.NewTokenAsync(await _grafana.NewServiceAccountAsync(role))).Key;

    private Task<ScimAnswer> SendAsync(string method, string path, string token, string? json = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null) request.Content = new StringContent(json, MediaTypeHeaderValue.Parse("application/scim+json"));
        return SendAsync(request);
    }

    private async Task<ScimAnswer> SendAsync(HttpRequestMessage request)
    {
        using var client = _scim.Server.NewClient(null);
        using var response = await client.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }
}
