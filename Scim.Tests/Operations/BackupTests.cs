using System.Text.Json.Nodes;
using Npgsql;
using Scim.Tests.Api;
using Scim.Tests.Deploy;
using Scim.Tests.Faults;
using Scim.Tests.Grafana;

namespace Scim.Tests.Operations;

public class BackupTests
{
    private static readonly string[] Filled =
    [
        "public.scim_migration", "scim.tenant", "scim.resource", "scim.membership", "scim.provisioning_log", "scim.token", "scim.client", "scim.client_credential",
        "scim.cursor_key", "scim.grafana_tenant", "scim.grafana_link", "scim.grafana_member",
    ];

    [Test]
    public async Task What_is_dumped_under_load_is_there_again_in_every_table_and_for_every_caller()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var content = await SomeContent.WriteAsync(scim);
        using var replica = new ServiceProcess(scim.Server.ConnectionString);
        await replica.StartAsync();
        await using var load = Load.Start(replica.Root);
        await load.AcknowledgedAsync(50);

        // The dump has this role's rights in it, and the server that it goes to knows no such role.
        Dump dump;
        await using (var reader = new LogReaderRole(scim.Server.ConnectionString))
        {
            await reader.MakeAsync("a password");
            dump = await Dump.OfAsync(scim.Server.ConnectionString);
        }

        using var _ = dump;
        await load.AcknowledgedAsync(50);
        await load.StopAsync();
        await using var restored = await dump.RestoreAsync();

        Assert.That(dump.Tables.Where(x => !x.Value.StartsWith('0')).Select(x => x.Key), Is.SupersetOf(Filled));
        await using (var connection = new NpgsqlConnection(restored.ConnectionString))
        {
            await connection.OpenAsync();
            Assert.That(await Dump.TablesAsync(connection), Is.EquivalentTo(dump.Tables));
        }

        await using (var reader = new LogReaderRole(restored.ConnectionString))
        {
            await reader.MakeAsync("another password");
            Assert.That(await reader.AskAsync("SELECT 1 FROM scim.log_line LIMIT 1"), Is.Not.Empty);
        }

        using var service = new ServiceProcess(restored.ConnectionString);
        await service.StartAsync();
        Assert.That(await ReadAsync(service.Root, content.Token, "Users?filter=userName eq \"ada@example.com\""), Is.EqualTo(await ReadAsync(replica.Root, content.Token, "Users?filter=userName eq \"ada@example.com\"")));
        Assert.That(await StatusAsync(service.Root, content.Token, HttpMethod.Delete, "Users/nobody"), Is.EqualTo(404));
        Assert.That(await StatusAsync(service.Root, content.ReadOnlyToken, HttpMethod.Delete, "Users/nobody"), Is.EqualTo(403));
        Assert.That(await AccessTokenAsync(service.Root, content), Is.Not.Empty);

        // The page after the one that was given out before the backup.
        var first = JsonNode.Parse(await ReadAsync(replica.Root, content.Token, "Users?sortBy=userName&count=1&cursor"))!;
        Assert.That(await StatusAsync(service.Root, content.Token, HttpMethod.Get, $"Users?sortBy=userName&count=1&cursor={Uri.EscapeDataString(first["nextCursor"]!.GetValue<string>())}"), Is.EqualTo(200));

        var (before, after) = (await LogAsync(scim.Server.ConnectionString), await LogAsync(restored.ConnectionString));
        Assert.That(after, Is.EqualTo(before).And.Contain("account made"));
    }

    [Test]
    public async Task After_a_restore_Grafana_is_as_it_was_then_so_leavers_since_are_back_and_joiners_since_stay_as_nobodys()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var stays = await scim.NewUserAsync("stays@x.org");
        var leaves = await scim.NewUserAsync("leaves@x.org");
        var moves = await scim.NewUserAsync("moves@x.org");
        var team = await scim.NewGroupAsync("Ops", stays, moves);
        await scim.SettledAsync();
        using var dump = await Dump.OfAsync(scim.Server.ConnectionString);

        await scim.DeleteAsync($"Users/{leaves}");
        await scim.NewUserAsync("joins@x.org");
        await scim.RemoveMemberAsync(team, moves);
        await scim.SettledAsync();
        await scim.Server.StopAsync();
        Assert.That(await scim.Grafana.DescribeAsync("leaves@x.org"), Does.EndWith("disabled"));

        await using var restored = await dump.RestoreAsync();
        (string Name, string Value)[] settings =
            [("ConnectionStrings__Scim", restored.ConnectionString), .. scim.Settings.Select(x => (x.Name.Replace(":", "__", StringComparison.Ordinal), x.Value))];
        var plan = await CommandLine.RunAsync(settings, "grafana", "plan");
        var apply = await CommandLine.RunAsync(settings, "grafana", "apply");

        Assert.That((plan.ExitCode, plan.Output), Is.EqualTo((2, plan.Output)));
        Assert.That(plan.Output, Does.Contain("leaves@x.org").And.Contain("add moves@x.org").And.Not.Contain("joins@x.org"));
        Assert.That(apply.ExitCode, Is.Zero, apply.Output + apply.Error);
        Assert.That(await scim.Grafana.DescribeAsync("leaves@x.org"), Is.EqualTo("leaves@x.org leaves@x.org 'leaves@x.org' Viewer"));
        Assert.That(await scim.Grafana.DescribeAsync("joins@x.org"), Is.EqualTo("joins@x.org joins@x.org 'joins@x.org' Viewer"));
        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("moves@x.org stays@x.org"));

        // The identity provider goes through all of its users once more.
        using var service = new ServiceProcess(restored.ConnectionString, settings[1..]);
        await service.StartAsync();
        Assert.That(await StatusAsync(service.Root, ServiceProcess.Token, HttpMethod.Delete, $"Users/{leaves}"), Is.EqualTo(204));
        Assert.That(await StatusAsync(service.Root, ServiceProcess.Token, HttpMethod.Post, "Users", Some.User("joins@x.org")), Is.EqualTo(201));
        Assert.That((await CommandLine.RunAsync(settings, "grafana", "apply")).ExitCode, Is.Zero);
        Assert.That(await scim.Grafana.DescribeAsync("leaves@x.org"), Does.EndWith("disabled"));
        Assert.That((await CommandLine.RunAsync(settings, "grafana", "plan")).ExitCode, Is.Zero);
    }

    private static async Task<string> LogAsync(string connectionString) => (await CommandLine.RunAsync(connectionString, "log", "ada@example.com")).Output;

    private static async Task<string> AccessTokenAsync(Uri root, SomeContent content)
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = content.ClientId,
            ["client_secret"] = content.ClientSecret,
        });
        using var answer = await client.PostAsync(new Uri(root, "scim/oauth/token"), form);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
    }

    private static async Task<string> ReadAsync(Uri root, string token, string path)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return (await client.GetStringAsync(new Uri(root, $"scim/{path}"))).Replace(root.ToString(), "ROOT/", StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(Uri root, string token, HttpMethod method, string path, string? json = null)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var request = new HttpRequestMessage(method, new Uri(root, $"scim/{path}"));
        if (json is not null) request.Content = new StringContent(json, null, "application/scim+json");
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
