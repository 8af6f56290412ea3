using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Scim.Tests.Api.OAuth;

/// <summary>How a token is asked for, and what is answered where that is not right.</summary>
public class TokenRequestTests
{
    private ScimServer _server = null!;
    private OAuthClients _clients = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _clients = new OAuthClients(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    // {0} is the client's id, {1} its secret.
    [TestCase("client_id={0}&client_secret={1}", 400, "invalid_request")]
    [TestCase("grant_type=&client_id={0}&client_secret={1}", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&grant_type=client_credentials&client_id={0}&client_secret={1}", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_id={0}&client_secret={1}", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret={1}&client_secret=", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret={1}&x=1&x=2", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret={1}&client_assertion=x&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_assertion=x", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_assertion=x&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:saml2-bearer", 400, "invalid_request")]
    [TestCase("grant_type=authorization_code&client_id={0}&client_secret={1}", 400, "unsupported_grant_type")]
    [TestCase("grant_type=password&client_id={0}&client_secret={1}", 400, "unsupported_grant_type")]
    [TestCase("grant_type=client_credentials", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret=", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret={1}x", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}x&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={{{0}}}&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id=00000000-0000-0000-0000-000000000000&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id=%00&client_secret=%00", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id='%20OR%201=1;--&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_assertion=x&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer", 401, "invalid_client")]
    [TestCase("", 400, "invalid_request")]
    [TestCase("%%%=&&&==", 400, "invalid_request")]
    public async Task A_request_that_is_not_right_gets_the_error_for_it(string form, int status, string error)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        await OAuthClients.RefusedAsync(_clients.SendAsync(string.Format(null, form, client.Id, secret)), status, error);
    }

    [TestCase("application/json", 400, "invalid_request")]
    [TestCase("multipart/form-data; boundary=x", 400, "invalid_request")]
    [TestCase("text/plain", 400, "invalid_request")]
    [TestCase("application/x-www-form-urlencoded; charset=utf-8", 200, null)]
    [TestCase("APPLICATION/X-WWW-FORM-URLENCODED", 200, null)]
    public async Task Only_a_form_is_read(string contentType, int status, string? error)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var answer = await _clients.SendAsync(OAuthClients.Form(("grant_type", "client_credentials"), ("client_id", $"{client.Id}"), ("client_secret", secret)), contentType);
        Assert.That((answer.Status, answer.Error), Is.EqualTo((status, error)));
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    [TestCase("PATCH")]
    public async Task Only_POST_is_taken(string method)
    {
        var answer = await OAuthClients.RefusedAsync(_clients.SendAsync("", method: method), 405, "invalid_request");
        Assert.That(answer.Answer.Headers["Allow"], Is.EqualTo("POST"));
    }

    [Test]
    public async Task A_secret_in_the_address_is_not_taken()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var path = "/scim/oauth/token?" + OAuthClients.Form(("client_id", $"{client.Id}"), ("client_secret", secret));
        await OAuthClients.RefusedAsync(_clients.SendAsync("grant_type=client_credentials", path: path), 401, "invalid_client");
    }

    [TestCase(65_000, 400)]
    [TestCase(70_000, 413)]
    public async Task A_body_has_64_KB_at_most(int bytes, int status) =>
        await OAuthClients.RefusedAsync(_clients.SendAsync("grant_type=x&" + new string('x', bytes)), status, status == 413 ? "invalid_request" : null);

    [Test]
    public async Task A_body_that_comes_too_slowly_is_408_in_the_form_of_OAuth()
    {
        using var socket = new TcpClient(_server.Root.Host, _server.Root.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /scim/oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ngrant_type="));
        using var reader = new StreamReader(socket.GetStream());

        var answer = await reader.ReadToEndAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 408 ").And.Contain("\"error\":\"invalid_request\""));
    }

    [TestCase("utf-7")]
    [TestCase("utf-16")]
    [TestCase("nonsense")]
    public async Task A_form_is_in_UTF_8(string charset)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var body = OAuthClients.Form(("grant_type", "client_credentials"), ("client_id", $"{client.Id}"), ("client_secret", secret));
        var refused = await _clients.SendAsync(body, $"application/x-www-form-urlencoded; charset={charset}");
        Assert.That((refused.Status, refused.Error), Is.EqualTo((400, "invalid_request")));
        Assert.That((await _clients.SendAsync(body, "application/x-www-form-urlencoded; charset=\"UTF-8\"")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Too_many_parameters_are_refused() =>
        await OAuthClients.RefusedAsync(_clients.SendAsync(string.Join('&', Enumerable.Range(0, 5_000).Select(x => $"p{x}=1"))), 400, "invalid_request");

    [TestCase("Basic", "!!!")]
    [TestCase("Basic", "/////w==")]
    [TestCase("Basic", "bm8gY29sb24=")]
    [TestCase("Bearer", "scim_x")]
    [TestCase("Negotiate", "x")]
    public async Task A_header_that_cannot_be_read_is_invalid_client(string scheme, string value)
    {
        var answer = await OAuthClients.RefusedAsync(_clients.SendAsync(new AuthenticationHeaderValue(scheme, value), ("grant_type", "client_credentials")), 401, "invalid_client");
        Assert.That(answer.Answer.Headers["WWW-Authenticate"], Does.StartWith("Basic realm=\"scim\""));
    }

    [Test]
    public async Task Header_and_body_at_once_are_invalid_request()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var basic = OAuthClients.Basic($"{client.Id}", secret);
        await OAuthClients.RefusedAsync(_clients.SendAsync(basic, ("grant_type", "client_credentials"), ("client_secret", secret)), 400, "invalid_request");
        await OAuthClients.RefusedAsync(_clients.SendAsync(basic, ("grant_type", "client_credentials"), ("client_id", $"{Guid.NewGuid()}")), 400, "invalid_request");
        Assert.That((await _clients.SendAsync(basic, ("grant_type", "client_credentials"), ("client_id", $"{client.Id}"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task The_header_s_halves_are_encoded_as_in_forms()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var encoded = string.Concat($"{client.Id}".Select(x => $"%{(int)x:X2}")) + ":" + string.Concat(secret.Select(x => $"%{(int)x:x2}"));
        var basic = new AuthenticationHeaderValue("basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(encoded)));
        Assert.That((await _clients.SendAsync(basic, ("grant_type", "client_credentials"))).Status, Is.EqualTo(200));
    }
}
