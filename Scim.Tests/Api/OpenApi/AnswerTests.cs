using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Scim.Tests.Api.OpenApi;

/// <summary>What the service answers is what the document says.</summary>
public class AnswerTests
{
    // Neither can be had from a service in order.
    private static readonly string[] NotProvoked = ["500", "503"];

    // These can be had from any operation, and have tests of their own.
    private static readonly string[] OfAny = ["401", "406", "413", "415"];

    private ScimServer _server = null!;
    private Described _document = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", Described.Types));
        _document = await Described.OfAsync(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCaseSource(typeof(Calls), nameof(Calls.Subjects))]
    public async Task Every_answer_is_described_and_every_status_described_occurs(string subject)
    {
        var seen = new HashSet<(string Operation, string Status)>();
        foreach (var call in await Calls.OfAsync(_server, _document, subject))
        {
            var operation = _document.Find(call.Method, call.Path);
            var answer = await SendAsync(call.Method, call.Path, call.Body, header: call.Header);

            Assert.That(answer.Status, Is.EqualTo(call.Status), $"{call.Method} {call.Path}: {answer.Text}");
            await CheckAsync(operation, answer);
            if (answer.Status < 300 && call.Body is not null) await CheckRequestAsync(operation, call.Body);
            seen.Add(($"{operation}", $"{answer.Status}"));
        }

        var described = from operation in _document.Operations
                        where Calls.Subject(operation.Path) == subject
                        from status in operation.Statuses.Except(NotProvoked).Except(OfAny)
                        select ($"{operation}", status);
        Assert.That(seen, Is.EquivalentTo(described));
    }

    [Test]
    public void Every_path_belongs_to_a_subject() =>
        Assert.That(_document.Operations.Select(x => Calls.Subject(x.Path)).Distinct(), Is.SubsetOf(Calls.Subjects));

    [Test]
    public async Task Without_a_token_each_operation_says_401_that_says_it_needs_one()
    {
        foreach (var operation in _document.Operations)
        {
            var answer = await SendAsync(operation.Method, Somewhere(operation), BodyFor(operation), authorization: null);
            Assert.That(answer.Status is 401, Is.EqualTo(operation.Json.ContainsKey("security")), $"{operation}: {answer.Text}");
            await CheckAsync(operation, answer);
        }
    }

    [Test]
    public async Task Each_operation_says_406_to_one_who_reads_no_JSON()
    {
        foreach (var operation in _document.Operations.Where(x => x.Statuses.Contains("406")))
        {
            var answer = await SendAsync(operation.Method, Somewhere(operation), BodyFor(operation), header: "Accept: text/html");
            Assert.That(answer.Status, Is.EqualTo(406), $"{operation}: {answer.Text}");
            await CheckAsync(operation, answer);
        }
    }

    [Test]
    public async Task Each_operation_with_a_body_takes_both_media_types_and_says_415_to_others()
    {
        foreach (var operation in _document.Operations.Where(x => x.Statuses.Contains("415")))
        {
            Assert.That(operation.Json["requestBody"]!["content"]!.AsObject().Select(x => x.Key), Is.EqualTo((string[])["application/scim+json", "application/json"]));
            foreach (var (type, isTaken) in ((string, bool)[])[("application/scim+json", true), ("application/json", true), ("text/plain", false)])
            {
                var answer = await SendAsync(operation.Method, Somewhere(operation), "{}", contentType: type);
                Assert.That(answer.Status is not 415, Is.EqualTo(isTaken), $"{operation}: {answer.Text}");
                await CheckAsync(operation, answer);
            }
        }
    }

    [Test]
    public async Task Each_operation_with_a_body_says_413_to_one_that_is_too_large()
    {
        var large = new string(' ', 16 * 1024 * 1024 + 1);
        foreach (var operation in _document.Operations.Where(x => x.Statuses.Contains("413")))
        {
            var answer = await SendAsync(operation.Method, Somewhere(operation), large);
            Assert.That(answer.Status, Is.EqualTo(413), $"{operation}: {answer.Text}");
            await CheckAsync(operation, answer);
        }
    }

    private async Task CheckAsync(Operation operation, ScimAnswer answer)
    {
        var what = $"{operation} {answer.Status}";
        var described = operation.Answer(answer.Status);
        Assert.That(described, Is.Not.Null, $"{what} is not described: {answer.Text}");
        foreach (var (header, _) in described!["headers"] as JsonObject ?? []) Assert.That(answer.Headers.Keys, Does.Contain(header).IgnoreCase, what);
        if (described["content"] is not JsonObject content)
        {
            Assert.That(answer.Text, Is.Empty, what);
            return;
        }

        var body = content.Single(x => x.Key == answer.ContentType).Value!["schema"]!;
        Assert.That(await _document.FaultsAsync(body, answer.Text), Is.Empty, $"{what}: {answer.Text}");
    }

    private async Task CheckRequestAsync(Operation operation, string body)
    {
        var schema = operation.Json["requestBody"]!["content"]!["application/scim+json"]!["schema"]!;
        Assert.That(await _document.FaultsAsync(schema, body), Is.Empty, $"{operation}: {body}");
    }

    private static string Somewhere(Operation operation) =>
        Regex.Replace(operation.Path, @"\{[a-z]+\}", "x").TrimStart('/');

    private static string? BodyFor(Operation operation) => operation.Json.ContainsKey("requestBody") ? "{}" : null;

    private async Task<ScimAnswer> SendAsync(
        string method, string path, string? body, string contentType = "application/scim+json", string? header = null, string? authorization = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{_server.BaseUri}/{path}"));
        if (authorization is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _server.Token);
        if (header?.Split(": ") is [var name, var value]) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, contentType);
        request.Headers.ExpectContinue = body?.Length > 1_000_000;

        using var client = _server.NewClient(token: null);
        using var response = await client.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }
}
