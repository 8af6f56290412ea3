using System.Globalization;
using System.Text;
using System.Text.Json;
using Scim.Storage.Clients;
using static Scim.Api.Commands.CommonOptions;

namespace Scim.Api.Commands;

/// <summary>What <c>client list</c> shows. No hash is in it.</summary>
internal static class ClientText
{
    public static string AsTable(IReadOnlyList<(Client Client, IReadOnlyList<ClientCredential> Credentials)> clients)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"ID",-36}  {"STATE",-8}  {"WHAT",-12}  {"CREATED",-16}  {"EXPIRES",-16}  {"LAST USED",-16}  NAME");
        foreach (var (client, credentials) in clients)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{client.Id,-36}  {(client.Revoked is null ? "live" : "revoked"),-8}  {"client",-12}  {Date(client.Created),-16}  {"-",-16}  {"-",-16}  {client.Name} ({client.Scope}, {client.TokenLifetime.TotalHours:0} h)");
            foreach (var x in credentials)
                text.AppendLine(CultureInfo.InvariantCulture, $"{x.Id,-36}  {State(client, x),-8}  {"  " + x.Kind,-12}  {Date(x.Created),-16}  {Date(x.Expires),-16}  {Date(x.LastUsed),-16}  {Named(x)}");
        }

        return text.ToString();
    }

    public static string AsJson(IReadOnlyList<(Client Client, IReadOnlyList<ClientCredential> Credentials)> clients) =>
        JsonSerializer.Serialize(
            clients.Select(x => new
            {
                x.Client.Id,
                x.Client.Tenant,
                x.Client.Name,
                x.Client.Scope,
                TokenHours = (int)x.Client.TokenLifetime.TotalHours,
                x.Client.Created,
                x.Client.Revoked,
                Credentials = x.Credentials.Select(y => new { y.Id, y.Kind, Kid = PublicKey.KidOf(y.Jwk), y.Issuer, y.Subject, y.Audience, y.Created, y.Expires, y.LastUsed, y.Revoked }),
            }),
            Json) + Environment.NewLine;

    private static string Named(ClientCredential x) => x.Kind switch
    {
        ClientCredential.Key => $"  kid {PublicKey.KidOf(x.Jwk)}",
        ClientCredential.Federated => $"  {x.Issuer} {x.Subject} {x.Audience}",
        _ => "  -",
    };

    private static string State(Client client, ClientCredential x) =>
        client.Revoked is not null || x.Revoked is not null ? "revoked" : x.IsLive(DateTimeOffset.UtcNow) ? "live" : "expired";
}
