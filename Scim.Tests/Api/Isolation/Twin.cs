using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Isolation;

/// <summary>A tenant with the same people and groups as another: all that differs are ids.</summary>
internal sealed partial class Twin : IDisposable
{
    private readonly HttpClient _client;
    private readonly Dictionary<string, string> _ids = [];

    private Twin(HttpClient client) => _client = client;

    /// <summary>Ids by what they are called here: <c>ada</c>, <c>bob</c>, <c>engines</c> with ada in it, and <c>plant</c> with engines and bob.</summary>
    public string this[string name] => _ids[name];

    public IEnumerable<string> Ids => _ids.Values;

    public static async Task<Twin> CreateAsync(HttpClient client)
    {
        var twin = new Twin(client);
        await twin.AddAsync("ada", "Users", Some.User("ada", """
            "externalId": "7", "displayName": "Ada Lovelace", "title": "Countess", "active": true,
            "emails": [{"value": "ada@example.com", "type": "work", "primary": true}, {"value": "ada@home.example", "type": "home"}]
            """));
        await twin.AddAsync("bob", "Users", Some.User("bob", $$"""
            "externalId": "8", "displayName": "Bob",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{{twin["ada"]}}"} }
            """));
        await twin.AddAsync("engines", "Groups", Some.Group("Engines", twin["ada"]));
        await twin.AddAsync("plant", "Groups", Some.Group("Plant", twin["engines"], twin["bob"]));
        return twin;
    }

    /// <summary>Writes this tenant's ids in the place of names in braces.</summary>
    public string With(string text) => Name().Replace(text, x => _ids[x.Groups[1].Value]);

    /// <summary>Writes names in braces in the place of this tenant's ids.</summary>
    public string Without(string text) => _ids.Aggregate(text, (x, id) => x.Replace(id.Value, $"{{{id.Key}}}", StringComparison.Ordinal));

    public async Task<ScimAnswer> SendAsync(string method, string path, string? json = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null) request.Content = new StringContent(json, MediaTypeHeaderValue.Parse("application/scim+json"));
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation(method == "GET" ? "If-None-Match" : "If-Match", ifMatch);
        using var response = await _client.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }

    /// <summary>Everything that there is, versions included.</summary>
    public async Task<string> StateAsync() => (await SendAsync("GET", "Users?count=1000")).Text + (await SendAsync("GET", "Groups?count=1000")).Text;

    public void Dispose() => _client.Dispose();

    private async Task AddAsync(string name, string path, string body)
    {
        var answer = await SendAsync("POST", path, body);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        _ids[name] = answer.Id;
    }

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Name();
}
