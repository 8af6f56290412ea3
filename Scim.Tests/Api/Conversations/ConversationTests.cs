using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Conversations;

/// <summary>What clients say, and what they must hear. Each text file is a test, named after its claim, with a tenant of its own.</summary>
public class ConversationTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCaseSource(nameof(Files))]
    public async Task Goes_as_written(string file)
    {
        using var client = _server.NewClient(await _server.NewTenantAsync());
        var pattern = new JsonPattern(new Dictionary<string, string> { ["base"] = _server.BaseUri });
        foreach (var (request, expected) in Conversation.Read(await File.ReadAllTextAsync(file)))
        {
            using var message = Compose(request, pattern);
            using var response = await client.SendAsync(message);
            Check(await ScimAnswer.OfAsync(response), expected, pattern, pattern.Fill(request.Line));
        }
    }

    private HttpRequestMessage Compose(Message request, JsonPattern pattern)
    {
        var (method, path) = (request.Line.Split(' ')[0], pattern.Fill(request.Line[request.Line.IndexOf('/', StringComparison.Ordinal)..]));

        // As the file spells it: quotes, brackets and plus signs go out as they stand.
        var address = new Uri(_server.BaseUri + path.Replace(" ", "%20", StringComparison.Ordinal), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(method), address);
        message.Headers.TryAddWithoutValidation("Accept", "application/scim+json");
        if (request.Body.Length > 0)
        {
            message.Content = new StringContent(pattern.Fill(request.Body.ToString()), Encoding.UTF8);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/scim+json; charset=utf-8");
        }

        foreach (var (name, value) in request.Headers)
        {
            var headers = name.StartsWith("Content-", StringComparison.Ordinal) ? (HttpHeaders)message.Content!.Headers : message.Headers;
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, pattern.Fill(value));
        }

        return message;
    }

    private static void Check(ScimAnswer answer, Message expected, JsonPattern pattern, string step)
    {
        Assert.That(answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(expected.Line), $"{step}: {answer.Text}");
        if (answer.Status == 204) Assert.That(answer.Text, Is.Empty, step);
        else Assert.That(answer.ContentType, Is.EqualTo("application/scim+json"), step);

        if (answer.Status >= 400)
        {
            Assert.That(answer.Body["schemas"]!.ToJsonString(), Is.EqualTo("""["urn:ietf:params:scim:api:messages:2.0:Error"]"""), step);
            Assert.That(answer.Body["status"]!.GetValue<string>(), Is.EqualTo(expected.Line), step);
            Assert.That(answer.Detail, Is.Not.Empty, step);
        }

        Assert.That(answer.Text, Does.Not.Match("""[:\[,]null[,}\]]|(?<!"Resources"):\[\]"""), $"{step}: what has no value is absent.");
        foreach (var (name, value) in expected.Headers)
            Assert.That(pattern.TextMismatch(value, answer.Headers.TryGetValue(name, out var header) ? JsonValue.Create(header) : null, name), Is.Null, step);
        if (expected.Body.Length > 0)
            Assert.That(pattern.Mismatch(JsonNode.Parse(expected.Body.ToString()), answer.Body), Is.Null, $"{step}: {answer.Text}");
    }

    private static IEnumerable<TestCaseData> Files() =>
        from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Api", "Conversations"), "*.txt", SearchOption.AllDirectories).Order()
        select new TestCaseData(file).SetArgDisplayNames($"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}");
}
