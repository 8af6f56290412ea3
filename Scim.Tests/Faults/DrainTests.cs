using System.Net;
using System.Net.Http.Headers;
using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Faults;

/// <summary>What a proxy, or Kubernetes, sees of a replica that is asked to end.</summary>
[Platform(Exclude = "Win")]
public class DrainTests
{
    private TestDatabase _database = null!;
    private ServiceProcess _service = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task Start()
    {
        _database = await TestDatabase.CreateAsync();
        _service = new ServiceProcess(_database.ConnectionString, ("Scim__DrainSeconds", "10"));
        await _service.StartAsync();
        _client = new HttpClient { BaseAddress = _service.Root };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServiceProcess.Token);
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        _service.Dispose();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task It_says_that_it_is_not_ready_before_it_takes_no_more_and_then_ends_with_0()
    {
        using (var before = await _client.GetAsync("scim/Users")) Assert.That(before.Headers.ConnectionClose, Is.Not.True);
        _service.Terminate();
        await UntilNotReadyAsync();

        using (var live = await _client.GetAsync("health/live")) Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var client = new LoadClient(_service.Root);
        Assert.That((await client.TryAsync(HttpMethod.Post, "Users", Some.User()))?.Status, Is.EqualTo(201), "a request that still comes");
        using (var answer = await _client.GetAsync("scim/Users")) Assert.That(answer.Headers.ConnectionClose, Is.True, "so that the next goes to another replica");
        Assert.That(await _service.ExitCodeAsync(), Is.Zero);
        Assert.That(() => _client.GetAsync("health/live"), Throws.InstanceOf<HttpRequestException>());
        Assert.That(_service.Lines, Has.None.StartsWith("fail: "), "an end in good order is no failure");
    }

    [Test]
    public async Task A_body_that_comes_slowly_when_the_end_is_asked_for_is_read_to_its_end_and_answered()
    {
        var body = Some.User();
        using var slow = await RawClient.SendHeadAsync(_service.Root, "POST", "Users", body.Length);
        await slow.SendAsync(body[..10]);
        _service.Terminate();
        await UntilNotReadyAsync();
        await slow.SendAsync(body[10..]);

        Assert.That(await slow.ReadFirstLineAsync(), Is.EqualTo("HTTP/1.1 201 Created"));
        Assert.That(await _service.ExitCodeAsync(), Is.Zero);
    }

    private async Task UntilNotReadyAsync()
    {
        for (var i = 0; i < 600; i++, await Task.Delay(20))
        {
            using var answer = await _client.GetAsync("health/ready");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return;
        }

        Assert.Fail("It goes on being ready.");
    }
}
