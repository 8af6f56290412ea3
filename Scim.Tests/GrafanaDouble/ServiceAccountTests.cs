using System.Buffers.Binary;
using System.Text;

namespace Scim.Tests.Doubles;

public class ServiceAccountTests
{
    [Test]
    public async Task An_account_is_made_found_changed_and_deleted()
    {
        await using var grafana = await GrafanaFixture.StartAsync();

        var created = await grafana.AdminAsync("POST /api/serviceaccounts", """{"name":"SCIM Sync","role":"Editor"}""");
        Assert.That((created.Status, created.Text("login"), created.Text("role"), created.Number("orgId")), Is.EqualTo((201, "sa-1-scim-sync", "Editor", 1)));
        var account = $"/api/serviceaccounts/{created.Number("id")}";

        var found = (await grafana.AdminAsync("GET /api/serviceaccounts/search?query=sync")).Json;
        Assert.That(((int)found["totalCount"]!, (string)found["serviceAccounts"]![0]!["name"]!), Is.EqualTo((1, "SCIM Sync")));
        Assert.That((await grafana.AdminAsync($"PATCH {account}", """{"role":"Admin","isDisabled":true}""")).Summary, Is.EqualTo("200 Service account updated"));
        var changed = await grafana.AdminAsync($"GET {account}");
        Assert.That((changed.Text("role"), changed.Flag("isDisabled"), changed.Text("name")), Is.EqualTo(("Admin", true, "SCIM Sync")));
        Assert.That((await grafana.AdminAsync($"DELETE {account}")).Summary, Is.EqualTo("200 Service account deleted"));
        Assert.That((await grafana.AdminAsync($"GET {account}")).Status, Is.EqualTo(404));
    }

    [TestCase("POST /api/serviceaccounts", """{"name":"x"}""", 400)]
    [TestCase("POST /api/serviceaccounts", "5", 400)]
    [TestCase("POST /api/serviceaccounts", """{"name":"y","role":"Owner"}""", 400)]
    [TestCase("GET /api/serviceaccounts/1", null, 404)]
    [TestCase("GET /api/serviceaccounts/x", null, 400)]
    [TestCase("POST /api/serviceaccounts/99/tokens", """{"name":"t"}""", 404)]
    [TestCase("POST /api/serviceaccounts/2/tokens", """{"name":"t"}""", 409)]
    [TestCase("POST /api/serviceaccounts/2/tokens", """{"name":"u","secondsToLive":-1}""", 400)]
    [TestCase("DELETE /api/serviceaccounts/2/tokens/99", null, 404)]
    public async Task What_cannot_be_is_refused(string call, string? body, int status)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.AdminAsync("POST /api/serviceaccounts", """{"name":"x"}""");
        await grafana.AdminAsync("POST /api/serviceaccounts/2/tokens", """{"name":"t"}""");
        Assert.That((await grafana.AdminAsync(call, body)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task A_token_works_until_it_is_deleted()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var account = $"/api/serviceaccounts/{(await grafana.AdminAsync("POST /api/serviceaccounts", """{"name":"x","role":"Admin"}""")).Number("id")}";
        var token = await grafana.AdminAsync($"POST {account}/tokens", """{"name":"t","secondsToLive":0}""");
        Assert.That(token.Names, Is.EqualTo((string[])["id", "name", "key"]));

        var listed = (await grafana.AdminAsync($"GET {account}/tokens")).Json[0]!.AsObject();
        Assert.That(((long)listed["id"]!, (string)listed["name"]!, listed.ContainsKey("expiration"), listed["expiration"], (bool)listed["hasExpired"]!), Is.EqualTo((token.Number("id"), "t", true, (object?)null, false)));
        Assert.That((await grafana.SendAsync($"Bearer {token.Text("key")}", "GET /api/teams/search")).Status, Is.EqualTo(200));

        Assert.That((await grafana.AdminAsync($"DELETE {account}/tokens/{token.Number("id")}")).Summary, Is.EqualTo("200 API key deleted"));
        Assert.That((await grafana.SendAsync($"Bearer {token.Text("key")}", "GET /api/user")).MessageId, Is.EqualTo("api-key.invalid"));
    }

    [Test]
    public async Task A_key_ends_in_the_checksum_of_what_is_before_it()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var key = await grafana.NewTokenAsync("Viewer");

        Assert.That(key, Does.Match("^glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}$"));
        // A key that Grafana made shows that the checksum here is Grafana's.
        foreach (var each in (string[])["glsa_HOruNAb7SOiCdshU9algkrq7FDsNSLAa_54e2f8be", key]) Assert.That(each[^8..], Is.EqualTo(Checksum(each[..^9])));
    }

    [Test]
    public async Task An_account_that_is_disabled_is_nobody()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var token = $"Bearer {await grafana.NewTokenAsync("Admin")}";
        await grafana.AdminAsync("PATCH /api/serviceaccounts/2", """{"isDisabled":true}""");
        Assert.That((await grafana.SendAsync(token, "GET /api/user")).MessageId, Is.EqualTo("identity.disabled"));
    }

    private static string Checksum(string text)
    {
        var table = Enumerable.Range(0, 256).Select(x => Enumerable.Range(0, 8).Aggregate((uint)x, (crc, _) => (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320)).ToArray();
        var crc = ~Encoding.ASCII.GetBytes(text).Aggregate(~0u, (crc, octet) => table[(byte)crc ^ octet] ^ (crc >> 8));
        return BinaryPrimitives.ReverseEndianness(crc).ToString("x8", null);
    }
}
