using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Scim.Tests.Api.BadInput;

public class BodySizeTests
{
    private const int Limit = 16 * 1024 * 1024;

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Of_16_MB_is_taken()
    {
        var user = await _server.PostAsync("Users", BodyOf(Limit));
        Assert.That(user.Status, Is.EqualTo(201), user.Detail);
        await _server.DeleteAsync($"Users/{user.Id}");
    }

    [Test]
    public async Task Of_more_is_413([Values] bool lengthIsSaid, [Values("Users", "Bulk")] string path) =>
        await new Refusal(413, null, "The body is too large: at most 16777216 bytes (16 MB) are taken, which is also the maxPayloadSize of bulk requests.").OfAsync(_server, async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(BodyOf(Limit + 1)) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/scim+json");
            // With the length said and the body held back, the answer comes first.
            request.Headers.ExpectContinue = lengthIsSaid;
            request.Headers.TransferEncodingChunked = !lengthIsSaid;
            using var response = await _server.Client.SendAsync(request);
            return await ScimAnswer.OfAsync(response);
        });

    [Test]
    public async Task A_client_that_goes_away_in_the_middle_leaves_nothing()
    {
        var name = Some.Name();
        var body = Some.User(name);
        using (var socket = new TcpClient(_server.Root.Host, _server.Root.Port))
        {
            string[] head = ["POST /scim/Users HTTP/1.1", "Host: x", $"Authorization: Bearer {_server.Token}", "Content-Type: application/scim+json", $"Content-Length: {body.Length + 1}"];
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", head) + "\r\n\r\n" + body));
            socket.Client.LingerState = new LingerOption(true, 0);
        }

        Assert.That((await _server.PostAsync("Users", Some.User())).Status, Is.EqualTo(201));
        Assert.That((await _server.GetAsync($"Users?filter=userName eq \"{name}\"")).TotalResults, Is.Zero);
    }

    private static string BodyOf(int bytes)
    {
        var user = Some.User(further: "\"notes\": \"TITLE\"");
        return user.Replace("TITLE", new string('x', bytes - user.Length + "TITLE".Length), StringComparison.Ordinal);
    }
}
