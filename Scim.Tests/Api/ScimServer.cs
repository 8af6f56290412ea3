using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Storage;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;
using Scim.Tests.Databases;

namespace Scim.Tests.Api;

/// <summary>The service on a loopback port, with a database and a token of its own.</summary>
public sealed class ScimServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestDatabase _database;
    private readonly ScimDatabase _connections;
    private readonly bool _ownsDatabase;

    private ScimServer(WebApplication app, TestDatabase database, ScimDatabase connections, bool ownsDatabase, string token)
    {
        _app = app;
        _database = database;
        _connections = connections;
        _ownsDatabase = ownsDatabase;
        Token = token;
        Root = new Uri(app.Urls.First());
        Client = NewClient(token);
    }

    /// <summary>The address without <c>/scim</c>.</summary>
    public Uri Root { get; }

    public string BaseUri => $"{Root.ToString().TrimEnd('/')}/scim";

    public string Token { get; }

    /// <summary>Sends the token. Its base address ends in <c>/scim/</c>, so that paths are given without a slash in front.</summary>
    public HttpClient Client { get; }

    public string ConnectionString => _database.ConnectionString;

    public IServiceProvider Services => _app.Services;

    /// <summary>A folder with an extension of users that has an attribute of each type, for <c>Scim:SchemasDir</c>.</summary>
    public static string CustomSchemas => Path.Combine(AppContext.BaseDirectory, "Api", "Schemas");

    /// <param name="settings">Settings by their names in configuration, as in <c>("Scim:PublicUrl", "https://x")</c>.</param>
    public static async Task<ScimServer> StartAsync(params (string Name, string Value)[] settings) =>
        await StartAsync(await TestDatabase.CreateAsync(), ownsDatabase: true, settings);

    /// <summary>A replica: another server over the same database.</summary>
    public Task<ScimServer> AnotherAsync(params (string Name, string Value)[] settings) => StartAsync(_database, ownsDatabase: false, settings);

    /// <summary>Stops the service. Its database stays.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <param name="database">The database.</param>
    /// <param name="ownsDatabase">It is dropped when the server is disposed.</param>
    /// <param name="settings">As above.</param>
    public static async Task<ScimServer> StartAsync(TestDatabase database, bool ownsDatabase, params (string Name, string Value)[] settings)
    {
        var connections = new ScimDatabase(database.ConnectionString);

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

        // Many tests fail to authenticate, all of them from one address.
        builder.Configuration["Scim:FailedAuthenticationsPerMinute"] = "0";
        builder.Configuration.AddInMemoryCollection(settings.Select(x => KeyValuePair.Create<string, string?>(x.Name, x.Value)));
        builder.Services.AddSingleton<IValidateOptions<ScimOptions>, ScimOptionsValidator>();
        builder.Services.AddOptions<ScimOptions>().BindConfiguration("Scim");
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.SetMinimumLevel(LogLevel.Error);

        var app = ScimApplication.Build(builder, connections);
        await app.StartAsync();
        var (_, token) = await app.Services.GetRequiredService<TokenStore>().CreateAsync("default", "tests", null, CancellationToken.None);
        return new ScimServer(app, database, connections, ownsDatabase, token);
    }

    /// <summary>Makes a tenant, which sees nothing of the others.</summary>
    /// <returns>A token of it.</returns>
    public async Task<string> NewTenantAsync()
    {
        var tenant = $"t{Guid.NewGuid():N}";
        await Services.GetRequiredService<TenantStore>().CreateAsync(tenant, CancellationToken.None);
        return (await Services.GetRequiredService<TokenStore>().CreateAsync(tenant, "tests", null, CancellationToken.None)).Secret;
    }

    public HttpClient NewClient(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(BaseUri + "/") };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends a request with a JSON body and reads the answer whole.</summary>
    public async Task<ScimAnswer> SendAsync(HttpMethod method, string path, string? json = null, string contentType = "application/scim+json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await Client.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }

    public Task<ScimAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ScimAnswer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public Task<ScimAnswer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    /// <summary>Wraps the operations, which are given as the content of a JSON array, in a PatchOp.</summary>
    public Task<ScimAnswer> PatchAsync(string path, string operations) => SendAsync(
        HttpMethod.Patch, path, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operations}}]}""");

    public Task<ScimAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _connections.DisposeAsync();
        if (_ownsDatabase) await _database.DisposeAsync();
    }
}

/// <summary>An answer, read whole.</summary>
public sealed record ScimAnswer(int Status, string? ContentType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    /// <summary>The body; fails where it is no JSON object.</summary>
    public JsonObject Body => (JsonObject)JsonNode.Parse(Text)!;

    public string Id => Body["id"]!.GetValue<string>();

    public string? ScimType => Body["scimType"]?.GetValue<string>();

    public string? Detail => Body["detail"]?.GetValue<string>();

    public long TotalResults => Body["totalResults"]!.GetValue<long>();

    public JsonArray Resources => (JsonArray)Body[nameof(Resources)]!;

    public static async Task<ScimAnswer> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.ToString(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(x => x.Key, x => string.Join(", ", x.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync());
}
