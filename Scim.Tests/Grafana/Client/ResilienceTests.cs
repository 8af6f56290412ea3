using Microsoft.Extensions.DependencyInjection;
using Polly.Timeout;
using Scim.Doubles;
using Scim.Doubles.Faults;
using Scim.Grafana;
using Scim.Grafana.Client;

namespace Scim.Tests.Grafana.Client;

public class ResilienceTests
{
    private static readonly CancellationToken Ever = CancellationToken.None;

    [TestCase("500")]
    [TestCase("502")]
    [TestCase("503")]
    [TestCase("504")]
    [TestCase("429")]
    [TestCase("cut")]
    public async Task What_only_reads_is_tried_again(string fault)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        grafana.Double.Faults.Add(Fault(fault) with { Times = 2 });

        Assert.That((await grafana.Client.FindUserAsync(1, Ever))?.Login, Is.EqualTo("admin"));
        Assert.That(grafana.Calls, Is.EqualTo((string[])[$"GET /api/users/1 {fault}", $"GET /api/users/1 {fault}", "GET /api/users/1 200"]));
    }

    [TestCase("500", typeof(GrafanaRefusedException))]
    [TestCase("503", typeof(GrafanaUnavailableException))]
    [TestCase("429", typeof(GrafanaUnavailableException))]
    [TestCase("cut", typeof(GrafanaUnavailableException))]
    public async Task Trying_again_has_an_end(string fault, Type exception)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        grafana.Double.Faults.Add(Fault(fault));

        Assert.That(() => grafana.Client.FindUserAsync(1, Ever), Throws.TypeOf(exception));
        Assert.That(grafana.Calls, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task What_changes_something_is_sent_once(
        [Values("POST", "PUT", "PATCH", "DELETE")] string method, [Values("500", "502", "503", "504", "cut", "cut after", "500 after")] string fault)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        var ada = await grafana.NewUserAsync("ada");
        grafana.Double.Faults.Add(Fault(fault).OnCalls(method, "/api/") with { Times = 1 });
        _ = grafana.Calls;

        Assert.That(() => ChangeAsync(grafana.Client, method, ada), fault.StartsWith("500", StringComparison.Ordinal) ? Throws.TypeOf<GrafanaRefusedException>() : Throws.TypeOf<GrafanaUnavailableException>());
        Assert.That(grafana.Calls, Has.Count.EqualTo(1));
    }

    [TestCase("GET")]
    [TestCase("POST")]
    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    public async Task What_Grafana_turned_away_is_sent_again_as_it_was(string method)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        var ada = await grafana.NewUserAsync("ada");
        grafana.Double.Faults.Add(GrafanaFault.TooManyRequests(0).OnCalls(method, "/api/") with { Times = 2 });
        grafana.Double.ClearCalls();

        await ChangeAsync(grafana.Client, method, ada);
        Assert.That(grafana.Double.Calls.Select(x => x.Status), Is.EqualTo((int?[])[429, 429, 200]));
        Assert.That(grafana.Double.Calls.Select(x => $"{x.Method} {x.Path} {x.Body}").Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_sent_before_the_time_that_Grafana_asks_for()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        grafana.Double.Faults.Add(GrafanaFault.TooManyRequests(60));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1.5));

        Assert.That(() => grafana.Client.FindUserAsync(1, patience.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(grafana.Calls, Has.Count.EqualTo(1), "all four would be sent by then, were it not for the header");
    }

    [Test]
    public async Task After_the_time_that_Grafana_asks_for_it_goes_on()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        grafana.Double.Faults.Add(GrafanaFault.TooManyRequests(1) with { Times = 1 });

        Assert.That(await grafana.Client.CreateUserAsync("ada@x.org", "Ada", Ever), Is.Not.Null);
        Assert.That(grafana.Calls, Is.EqualTo((string[])["POST /api/admin/users 429", "POST /api/admin/users 200"]));
    }

    [TestCase("7", 7)]
    [TestCase("0", 0)]
    [TestCase("86400", 60)]
    [TestCase("Thu, 01 Jan 2015 00:00:00 GMT", 0)]
    [TestCase("Fri, 01 Jan 2100 00:00:00 GMT", 60)]
    [TestCase("soon", null)]
    [TestCase(null, null)]
    public async Task How_long_Grafana_asks_to_be_left_alone_is_told_within_reason(string? header, int? seconds)
    {
        await using var services = Services(_ =>
        {
            var answer = InPlaceOfGrafana.Answer(503, "{}");
            if (header is not null) answer.Headers.TryAddWithoutValidation("Retry-After", header);
            return answer;
        });

        Assert.That(
            () => Client(services).CreateUserAsync("ada", "Ada", Ever),
            Throws.TypeOf<GrafanaUnavailableException>().With.Property("RetryAfter").EqualTo(seconds is { } x ? TimeSpan.FromSeconds(x) : null));
    }

    [TestCase("502", "Grafana answered 502 to POST /api/admin/users.")]
    [TestCase("503", "Grafana answered 503 to POST /api/admin/users.")]
    [TestCase("504", "Grafana answered 504 to POST /api/admin/users.")]
    [TestCase("200 html", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("200 broken", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("200 null", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("200 nothing", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("302 nothing", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("400 html", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("404 text", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("409 html", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("500 html", "What answered POST /api/admin/users is not Grafana, or not in its right mind. Check Grafana__Url.")]
    [TestCase("no connection", "Grafana does not answer POST /api/admin/users: no connection")]
    [TestCase("timeout", "Grafana does not answer POST /api/admin/users: timeout")]
    [TestCase("broken off", "Grafana does not answer POST /api/admin/users: broken off")]
    [TestCase("cancelled", "Grafana does not answer POST /api/admin/users: cancelled")]
    public async Task What_says_nothing_about_the_object_is_Grafanas_being_away(string answer, string message)
    {
        await using var services = Services(_ => Odd(answer));

        Assert.That(() => Client(services).CreateUserAsync("ada", "Ada", Ever), Throws.TypeOf<GrafanaUnavailableException>().With.Message.EqualTo(message));
    }

    [TestCase("404 html")]
    [TestCase("404 text")]
    [TestCase("404 nothing")]
    public async Task A_404_that_is_not_Grafanas_does_not_mean_that_an_account_is_gone(string answer)
    {
        await using var services = Services(_ => Odd(answer));
        var client = Client(services);

        Assert.That(() => client.FindUserAsync(5, Ever), Throws.TypeOf<GrafanaUnavailableException>());
        Assert.That(() => client.FindUserAsync("ada@x.org", Ever), Throws.TypeOf<GrafanaUnavailableException>());
        Assert.That(() => client.DeleteUserAsync(new GrafanaUser { Id = 5 }, Ever), Throws.TypeOf<GrafanaUnavailableException>());
    }

    [Test]
    public async Task A_Grafana_that_is_down_is_away_and_comes_back()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        await grafana.Double.GoAwayAsync();
        Assert.That(() => grafana.Server.CheckHealthAsync(Ever), Throws.TypeOf<GrafanaUnavailableException>().With.Message.StartsWith("Grafana does not answer GET /api/health: "));

        await grafana.Double.ComeBackAsync();
        Assert.That(await grafana.Server.CheckHealthAsync(Ever), Is.EqualTo(new GrafanaVersion("12.3.0")));
    }

    [Test]
    public async Task Whoever_stops_waiting_is_not_told_that_Grafana_is_away()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        grafana.Double.Faults.Add(GrafanaFault.Delay(TimeSpan.FromMinutes(1)));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.That(() => grafana.Client.FindUserAsync(1, patience.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("http://grafana", "http://grafana/api/health")]
    [TestCase("http://grafana/", "http://grafana/api/health")]
    [TestCase("https://example.org/grafana", "https://example.org/grafana/api/health")]
    [TestCase("https://example.org/a/grafana/", "https://example.org/a/grafana/api/health")]
    public async Task Calls_go_below_the_path_of_the_address_and_health_needs_no_credential(string url, string call)
    {
        using var handler = new InPlaceOfGrafana(_ => InPlaceOfGrafana.Answer(200, """{"version": "12.3.0"}"""));
        await using var services = ConnectorServices.Build(new GrafanaOptions { Url = new Uri(url), AdminUser = "admin", AdminPassword = "admin" }, handler: handler);
        await services.GetRequiredService<GrafanaTenants>().Server.CheckHealthAsync(Ever);

        Assert.That(handler.Calls, Is.EqualTo((string[])[$"GET {call}"]));
        Assert.That(handler.Requests[0].Headers.Authorization, Is.Null);
        Assert.That($"{handler.Requests[0].Headers.UserAgent}", Is.EqualTo("scim"));
    }

    private static ServiceProvider Services(Func<HttpRequestMessage, HttpResponseMessage> answer) => ConnectorServices.Build(
        new GrafanaOptions { Url = new Uri("http://grafana"), AdminUser = "admin", AdminPassword = "admin", ServiceAccountToken = "glsa_x" },
        handler: new InPlaceOfGrafana(answer));

    private static GrafanaClient Client(ServiceProvider services) => services.GetRequiredService<GrafanaTenants>()[GrafanaOptions.DefaultTenant];

    private static HttpResponseMessage Odd(string answer) => answer.Split(' ') switch
    {
        ["no", _] => throw new HttpRequestException("no connection"),
        ["timeout"] => throw new TimeoutRejectedException("timeout"),
        ["broken", "off"] => throw new IOException("broken off"),
        ["cancelled"] => throw new TaskCanceledException("cancelled"),
        [var status, "html"] => InPlaceOfGrafana.Answer(Number(status), "\n<html><body>Bad day</body></html>", "text/html"),
        [var status, "text"] => InPlaceOfGrafana.Answer(Number(status), "404 page not found", "text/plain"),
        [var status, "nothing"] => InPlaceOfGrafana.Answer(Number(status), ""),
        [var status, "null"] => InPlaceOfGrafana.Answer(Number(status), "null"),
        [var status, "broken"] => InPlaceOfGrafana.Answer(Number(status), """{"id": 5, """),
        [var status] => InPlaceOfGrafana.Answer(Number(status), """{"message": "Bad day"}"""),
        _ => throw new ArgumentException(answer, nameof(answer)),
    };

    private static GrafanaFault Fault(string fault) => fault switch
    {
        "cut" => GrafanaFault.CutBefore,
        "cut after" => GrafanaFault.CutAfter,
        "500 after" => GrafanaFault.Fail500After,
        "429" => GrafanaFault.TooManyRequests(0),
        _ => GrafanaFault.Answer(Number(fault)),
    };

    private static Task ChangeAsync(GrafanaClient client, string method, GrafanaUser user) => method switch
    {
        "GET" => client.FindUserAsync(user.Id, Ever),
        "POST" => client.CreateUserAsync("bob@x.org", "Bob", Ever),
        "PUT" => client.UpdateUserAsync(user, "ada@x.org", "Ada", Ever),
        "PATCH" => client.ChangeRoleAsync(user, OrganisationRole.Editor, Ever),
        "DELETE" => client.DeleteUserAsync(user, Ever),
        _ => throw new ArgumentException(method, nameof(method)),
    };

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
