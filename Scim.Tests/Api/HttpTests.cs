using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Scim.Tests.Api;

/// <summary>What HTTP itself decides: media types, methods, addresses.</summary>
public class HttpTests
{
    private const string NoAddress = "There is no such address. The tenant URL ends in /scim; under it are /Users, /Groups, /Bulk, /Schemas, /ResourceTypes and /ServiceProviderConfig.";

    private ScimServer _server = null!;
    private string _user = null!;
    private string _group = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _user = (await _server.PostAsync("Users", Some.User("ada"))).Id;
        _group = (await _server.PostAsync("Groups", Some.Group("Engines", _user))).Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("application/scim+json")]
    [TestCase("application/json")]
    [TestCase("application/scim+json; charset=utf-8")]
    [TestCase("APPLICATION/JSON;charset=\"UTF-8\"")]
    [TestCase("application/json; charset=utf8")]
    public async Task A_body_may_be(string contentType)
    {
        var created = await _server.SendAsync(HttpMethod.Post, "Users", Some.User(), contentType);
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        await _server.DeleteAsync($"Users/{created.Id}");
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/json; charset=iso-8859-1")]
    [TestCase("application/merge-patch+json")]
    public async Task A_body_may_not_be(string contentType)
    {
        var refusal = new Refusal(415, null, "The body must be JSON in UTF-8. Send Content-Type: application/scim+json.");
        await refusal.OfAsync(_server, () => _server.SendAsync(HttpMethod.Post, "Users", Some.User(), contentType));
        await refusal.OfAsync(_server, () => _server.SendAsync(HttpMethod.Put, $"Users/{_user}", Some.User(), contentType));
        await refusal.OfAsync(_server, () => _server.SendAsync(HttpMethod.Patch, $"Users/{_user}", "{}", contentType));
    }

    [TestCase("", 200)]
    [TestCase("*/*", 200)]
    [TestCase("application/*", 200)]
    [TestCase("application/scim+json", 200)]
    [TestCase("Application/JSON; charset=utf-8", 200)]
    [TestCase("text/html, application/json;q=0.5", 200)]
    [TestCase("text/html", 406)]
    [TestCase("application/xml, text/xml", 406)]
    [TestCase("application/json;q=0", 406)]
    public async Task An_answer_is_JSON_or_406(string accept, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "Users?count=0");
        if (accept.Length > 0) request.Headers.Accept.ParseAdd(accept);
        using var response = await _server.Client.SendAsync(request);
        var answer = await ScimAnswer.OfAsync(response);

        if (status == 406) new Refusal(406, null, "Only JSON can be sent. Accept application/scim+json.").Check(answer);
        else Assert.That((answer.Status, answer.ContentType), Is.EqualTo((status, "application/scim+json")), answer.Text);
    }

    [TestCase("PUT", "Users", "GET, HEAD, POST")]
    [TestCase("PATCH", "Groups", "GET, HEAD, POST")]
    [TestCase("DELETE", "Users", "GET, HEAD, POST")]
    [TestCase("POST", "Users/x", "DELETE, GET, HEAD, PATCH, PUT")]
    [TestCase("POST", "Schemas", "GET, HEAD")]
    [TestCase("PUT", "ServiceProviderConfig", "GET, HEAD")]
    [TestCase("DELETE", "ResourceTypes/User", "GET, HEAD")]
    [TestCase("OPTIONS", "Users", "GET, HEAD, POST")]
    [TestCase("BREW", "Users", "GET, HEAD, POST")]
    [TestCase("DELETE", "/health/live", "GET, HEAD")]
    [TestCase("POST", "/health/ready", "GET, HEAD")]
    public async Task Another_method_is_405_with_those_allowed(string method, string path, string allow)
    {
        ScimAnswer? answer = null;
        await new Refusal(405, null, "This address does not take that method; the Allow header lists those it takes.")
            .OfAsync(_server, async () => answer = await _server.SendAsync(new HttpMethod(method), path, method is "PUT" or "PATCH" or "POST" ? "{}" : null));
        Assert.That(answer!.Headers["Allow"], Is.EqualTo(allow));
    }

    [Test]
    public async Task Health_is_told_to([Values("GET", "HEAD")] string method, [Values("/health/live", "/health/ready")] string path)
    {
        var answer = await _server.SendAsync(new HttpMethod(method), path);
        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, method == "GET" ? "Healthy" : "")));
    }

    [TestCase("Nobody")]
    [TestCase("Users/x/y")]
    [TestCase("v9/Users")]
    public async Task Another_address_is_404(string path) => new Refusal(404, null, NoAddress).Check(await _server.GetAsync(path));

    [Test]
    public async Task Another_spelling_of_an_id_is_404()
    {
        var bare = _user.Replace("-", "", StringComparison.Ordinal);
        foreach (var id in (string[])["nobody", _group, _user.ToUpperInvariant(), $"{{{_user}}}", bare, "00919288221112222", "😀"])
        {
            var refusal = new Refusal(404, null, $"There is no User with the id {id}. It was deleted, or it belongs to another tenant.");
            await refusal.OfAsync(_server, () => _server.GetAsync($"Users/{id}"));
            await refusal.OfAsync(_server, () => _server.PutAsync($"Users/{id}", Some.User()));
            await refusal.OfAsync(_server, () => _server.PatchAsync($"Users/{id}", """{"op": "remove", "path": "title"}"""));
            await refusal.OfAsync(_server, () => _server.DeleteAsync($"Users/{id}"));
        }
    }

    [TestCase("Users")]
    [TestCase("Users/{user}")]
    [TestCase("Schemas")]
    [TestCase("ServiceProviderConfig")]
    public async Task HEAD_is_GET_without_a_body(string path)
    {
        var address = path.Replace("{user}", _user, StringComparison.Ordinal);
        var (get, head) = (await _server.GetAsync(address), await _server.SendAsync(HttpMethod.Head, address));

        Assert.That(head.Status, Is.EqualTo(200));
        Assert.That(head.Text, Is.Empty);
        Assert.That(Lasting(head), Is.EquivalentTo(Lasting(get)));

        static IEnumerable<KeyValuePair<string, string>> Lasting(ScimAnswer answer) =>
            answer.Headers.Where(x => x.Key != "Date");
    }

    [TestCase("Users", 200)]
    [TestCase("Users?filter=userName eq \"ada\"", 200)]
    [TestCase("Users/{user}", 200)]
    [TestCase("Groups/{group}", 200)]
    [TestCase("Schemas", 200)]
    [TestCase("Users/nobody", 404)]
    public async Task An_answer_says_its_length_and_comes_in_one_piece(string path, int status)
    {
        var answer = await _server.GetAsync(path.Replace("{user}", _user, StringComparison.Ordinal).Replace("{group}", _group, StringComparison.Ordinal));

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Headers.Keys, Has.None.EqualTo("Transfer-Encoding"));
        Assert.That(answer.Headers["Content-Length"], Is.EqualTo(Encoding.UTF8.GetByteCount(answer.Text).ToString(CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task HEAD_of_nobody_is_404()
    {
        var head = await _server.SendAsync(HttpMethod.Head, "Users/nobody");
        Assert.That((head.Status, head.Text, head.ContentType), Is.EqualTo((404, "", "application/scim+json")));
    }

    [TestCase("foo=1")]
    [TestCase("aadOptscim062020")]
    [TestCase("count=1&=")]
    public async Task Unknown_parameters_are_passed_over(string query) =>
        Assert.That((await _server.GetAsync($"Users?{query}")).Status, Is.EqualTo(200));
}
