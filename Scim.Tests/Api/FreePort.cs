using System.Net;
using System.Net.Sockets;

namespace Scim.Tests.Api;

/// <summary>
/// A port that nothing listens on, and that stays an address while its server is dead. It is below those that the system gives to clients:
/// one of these could otherwise take it, or connect to itself.
/// </summary>
internal static class FreePort
{
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
