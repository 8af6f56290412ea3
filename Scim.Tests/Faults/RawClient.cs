using System.Net.Sockets;
using System.Text;
using Scim.Tests.Api;

namespace Scim.Tests.Faults;

/// <summary>A client that sends and reads as slowly as it likes.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new() { ReceiveBufferSize = 4096, NoDelay = true };

    private RawClient()
    {
    }

    /// <summary>Connects and sends the head of a request alone.</summary>
    public static async Task<RawClient> SendHeadAsync(Uri root, string method, string path, int contentLength)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync(root.Host, root.Port);
        await client.SendAsync($"""
            {method} /scim/{path} HTTP/1.1
            Host: {root.Authority}
            Authorization: Bearer {ServiceProcess.Token}
            Content-Type: application/scim+json
            Content-Length: {contentLength}


            """.ReplaceLineEndings("\r\n"));
        return client;
    }

    public async Task SendAsync(string text) => await _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The first line of the answer; the rest stays where it is.</summary>
    public async Task<string> ReadFirstLineAsync()
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _tcp.GetStream().ReadAsync(one) == 1 && one[0] != '\r') line.Append((char)one[0]);
        return line.ToString();
    }

    /// <summary>Hangs up.</summary>
    public void Dispose() => _tcp.Dispose();
}
