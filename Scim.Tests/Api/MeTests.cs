namespace Scim.Tests.Api;

/// <summary>RFC 7644 section 3.11: a machine's token has no user.</summary>
public class MeTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Is_not_implemented_whatever_the_method(
        [Values("GET", "POST", "PUT", "PATCH", "DELETE")] string method, [Values("Me", "me", "v2/Me", "Me/x")] string path)
    {
        var hasBody = method is "POST" or "PUT" or "PATCH";
        await new Refusal(501, null, "A token belongs to a client, not to a user, so there is no /Me. *").OfAsync(
            _server, () => _server.SendAsync(new HttpMethod(method), path, hasBody ? Some.User() : null));
    }

    [Test]
    public async Task Needs_no_body_to_be_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "Me");
        using var response = await _server.Client.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(501));
    }

    [Test]
    public async Task Is_401_without_a_token([Values("GET", "POST", "PUT", "PATCH", "DELETE")] string method)
    {
        using var anonymous = _server.NewClient(null);
        using var request = new HttpRequestMessage(new HttpMethod(method), "Me");
        using var response = await anonymous.SendAsync(request);
        new Refusal(401, null, "*").Check(await ScimAnswer.OfAsync(response));
    }
}
