using System.Net.Sockets;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>HTTP over a socket, which refuses nothing that HttpClient would.</summary>
internal sealed class RawHttp(Uri root)
{
    // Long past what any of these requests may take, so that passing it means that no answer comes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>Null where the connection was closed without an answer.</returns>
    /// <exception cref="TimeoutException">Neither came.</exception>
    public async Task<RawAnswer?> SendAsync(FuzzRequest request)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(root.Host, root.Port, deadline.Token);
            var (stream, received) = (client.GetStream(), new MemoryStream());
            try
            {
                await stream.WriteAsync(Bytes(request), deadline.Token);
                if (request.IsCut) client.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(received, deadline.Token);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The server answers and closes before it has read everything.
            }

            return received.Length == 0 ? null : RawAnswer.Parse(received.ToArray());
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No answer came.");
        }
    }

    private byte[] Bytes(FuzzRequest request)
    {
        var isChunked = request.Headers.Any(x => x.Name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));
        var body = request.Body ?? "";
        IEnumerable<string> length = isChunked || (request.Body is null && !request.IsCut) ? [] : [$"Content-Length: {body.Length + (request.IsCut ? 7 : 0)}"];
        if (isChunked) body = $"{(body.Length == 0 ? "" : $"{body.Length:x}\r\n{body}\r\n")}0\r\n{(request.IsCut ? "" : "\r\n")}";

        string[] head = [$"{request.Method} {request.Target} HTTP/1.1", $"Host: {root.Authority}", "Connection: close", .. request.Headers.Select(x => $"{x.Name}: {x.Value}"), .. length];
        return Wire.Bytes($"{string.Join("\r\n", head)}\r\n\r\n{body}");
    }
}
