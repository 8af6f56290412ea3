using Scim.Storage.Tokens;
using Scim.Tests.Faults;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>Whether it works, as the console tells it.</summary>
public class OverviewTests
{
    [Test]
    public async Task It_counts_and_names_who_called_last_and_not_who_looks()
    {
        await using var server = await ScimServer.StartAsync();
        using var console = await ConsoleClient.SignedInAsync(server);
        Assert.That((await console.GetAsync("overview")).Body["lastRequest"], Is.Null);

        await server.PostAsync("Users", Some.User());
        await server.PostAsync("Groups", Some.Group());
        await server.PostAsync("Groups", Some.Group("One"));
        await server.PostAsync("Groups", Some.Group("One"));
        var overview = (await console.GetAsync("overview")).Body;

        Assert.That((overview["users"]!.GetValue<int>(), overview["groups"]!.GetValue<int>(), overview["lastCredential"]!.GetValue<string>()), Is.EqualTo((1, 2, "tests")));
        Assert.That(overview["lastRequest"]!.GetValue<DateTime>(), Is.EqualTo(DateTime.UtcNow).Within(10).Minutes);
        Assert.That(overview["refused"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That((overview["refusals"]![0]!["status"]!.GetValue<int>(), overview["refusals"]![0]!["operation"]!.GetValue<string>()), Is.EqualTo((409, "create")));
    }

    [Test]
    public async Task A_client_that_only_reads_is_seen_too_and_so_is_one_with_the_bootstrap_token()
    {
        const string bootstrap = "bootstrap-0123456789abcdef0123456789abcdef";
        await using var server = await ScimServer.StartAsync(("Scim:BootstrapToken", bootstrap));
        using var console = await ConsoleClient.SignedInAsync(server);
        await server.GetAsync("Users");
        Assert.That((await console.GetAsync("overview")).Body["lastCredential"]!.GetValue<string>(), Is.EqualTo("tests"));

        using var client = server.NewClient(bootstrap);
        using var content = new StringContent(Some.User(), System.Text.Encoding.UTF8, "application/scim+json");
        using var made = await client.PostAsync(new Uri("Users", UriKind.Relative), content);
        Assert.That((await console.GetAsync("overview")).Body["lastCredential"]!.GetValue<string>(), Is.EqualTo("bootstrap"));
    }

    [Test]
    public async Task The_tenant_URL_is_the_public_one_where_that_is_set()
    {
        await using var server = await ScimServer.StartAsync(("Scim:PublicUrl", "https://grafana.example.com/"));
        using var console = new ConsoleClient(server) { Origin = "https://grafana.example.com" };
        await console.SignInAsync((await ConsoleClient.NewTokenAsync(server, TokenScope.Admin)).Secret);
        Assert.That((await console.GetAsync("setup")).Body["publicUrl"]!.GetValue<string>(), Is.EqualTo("https://grafana.example.com"));
    }

    [Test]
    public async Task While_the_database_is_away_the_page_is_there_and_each_call_says_so_until_it_is_back()
    {
        await using var postgres = await PostgresCluster.StartNewAsync();
        using var service = new ServiceProcess(postgres.ConnectionString);
        await service.StartAsync();
        using var http = new HttpClient { BaseAddress = service.Root };
        http.DefaultRequestHeaders.Add("Origin", service.Root.GetLeftPart(UriPartial.Authority));
        Assert.That(await SignInAsync(), Is.EqualTo(200));

        postgres.Kill();
        using (var page = await http.GetAsync(new Uri("/", UriKind.Relative))) Assert.That((int)page.StatusCode, Is.EqualTo(200));
        using (var overview = await http.GetAsync(new Uri("console/api/overview", UriKind.Relative)))
        {
            var answer = await ScimAnswer.OfAsync(overview);
            Assert.That((answer.Status, answer.ContentType, answer.Detail), Is.EqualTo((503, "application/problem+json", "The database does not answer.")));
            Assert.That(answer.Headers.Keys, Does.Contain("Retry-After"));
        }

        Assert.That(await SignInAsync(), Is.EqualTo(503));
        await postgres.StartAsync();
        Assert.That(SignInAsync, Is.EqualTo(200).After(30_000, 200));

        async Task<int> SignInAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "console/api/session") { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new("Bearer", ServiceProcess.Token);
            using var response = await http.SendAsync(request);
            return (int)response.StatusCode;
        }
    }
}
