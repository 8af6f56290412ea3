using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>What a person reads who starts the service, and what it leads to.</summary>
public partial class FirstStartTests
{
    [Test]
    public async Task It_prints_a_token_for_the_identity_provider_and_another_for_the_console_this_once()
    {
        using var folder = new DataFolder();
        var root = new Uri($"http://127.0.0.1:{FreePort.Next()}");

        var first = await RunAsync(folder, root, async said =>
        {
            var tokens = Token().Matches(said).Select(x => x.Value).Distinct().ToList();
            Assert.That(tokens, Has.Count.EqualTo(2));
            Assert.That((await SignInAsync(root, tokens[0]), await SignInAsync(root, tokens[1])), Is.EqualTo((403, 200)));
        });
        Assert.That(first, Does.Contain($"\n  Tenant URL    {root}scim\n  Secret token  scim_").And.Contain($"\n  Console       {root}\n  Sign in with  scim_"));

        var second = await RunAsync(folder, root, _ => Task.CompletedTask);
        Assert.That(second, Does.Not.Match(Token().ToString()));
        Assert.That(second, Does.Contain("\n  Sign in with  a token that the command \"token create --admin --name NAME\" makes\n"));
    }

    private static async Task<string> RunAsync(DataFolder folder, Uri root, Func<string, Task> meanwhile)
    {
        using var process = CommandLine.Start([("Scim__DataDir", folder.Path), ("ASPNETCORE_URLS", root.ToString())], ["serve"]);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            var said = new StringBuilder();
            while (!said.ToString().Contains("Ctrl-C", StringComparison.Ordinal) && await process.StandardOutput.ReadLineAsync(limit.Token) is { } line) said.Append(line).Append('\n');
            await meanwhile(said.ToString());
            return said.ToString();
        }
        finally
        {
            using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {process.Id}"]);
            await process.WaitForExitAsync();
        }
    }

    private static async Task<int> SignInAsync(Uri root, string token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, "console/api/session")) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }

    [GeneratedRegex("scim_[0-9a-f]{72}")]
    private static partial Regex Token();
}
