using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Conformance;

/// <summary>Requests that HttpClient would not send, or only with effort.</summary>
public class BrokenRequestTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task With_chunks_that_are_none_is_400() =>
        await new Refusal(400, null, "The request breaks the rules of HTTP, such as how a body is cut into chunks. Correct the client, or the proxy in between.")
            .OfAsync(_server, () => SendAsync("Content-Type: application/scim+json\r\nTransfer-Encoding: chunked", "no chunk\r\n"));

    [Test]
    public async Task Of_which_the_body_does_not_come_is_408() =>
        await new Refusal(408, null, "The body came too slowly. Send the request again.")
            .OfAsync(_server, () => SendAsync("Content-Type: application/scim+json\r\nContent-Length: 100", "{"));

    [Test]
    public async Task Without_a_media_type_is_415() =>
        await new Refusal(415, null, "The body must be JSON in UTF-8. Send Content-Type: application/scim+json.")
            .OfAsync(_server, () => SendAsync("Content-Length: 2", "{}"));

    [TestCase("gzip")]
    [TestCase("br, gzip")]
    public async Task In_another_encoding_is_415(string encoding) =>
        await new Refusal(415, null, "The body must come as it is. Send it uncompressed, without Content-Encoding.")
            .OfAsync(_server, () => SendAsync($"Content-Type: application/scim+json\r\nContent-Encoding: {encoding}\r\nContent-Length: 2", "{}"));

    /// <summary>Posts a user with these headers and reads until the service closes.</summary>
    private async Task<ScimAnswer> SendAsync(string headers, string body)
    {
        using var socket = new TcpClient(_server.Root.Host, _server.Root.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /scim/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {_server.Token}\r\n{headers}\r\n\r\n{body}"));
        using var reader = new StreamReader(socket.GetStream());
        var answer = await reader.ReadToEndAsync();

        var json = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        Assert.That(JsonNode.Parse(json), Is.Not.Null);
        return new ScimAnswer(
            int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture),
            answer.Contains("\r\nContent-Type: application/scim+json\r\n", StringComparison.Ordinal) ? "application/scim+json" : null,
            new Dictionary<string, string>(),
            json);
    }
}
