using System.Net.Http.Headers;
using System.Text;
using Npgsql;
using Scim.Tests.Databases;

namespace Scim.Tests.Api.Telemetry;

/// <summary>The service as a process of its own, so that it counts nothing but what the test does.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private MeasuredService(TestDatabase database, ServiceProcess process)
    {
        (_database, Process) = (database, process);
        Client = process.NewClient();
    }

    public ServiceProcess Process { get; }

    public HttpClient Client { get; }

    public string ConnectionString => _database.ConnectionString;

    public static async Task<MeasuredService> StartAsync(params (string Name, string Value)[] settings) => await StartAsync(await TestDatabase.CreateAsync(), settings);

    public static async Task<MeasuredService> StartAsync(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var process = new ServiceProcess(database.ConnectionString, settings);
        await process.StartAsync();
        return new MeasuredService(database, process);
    }

    public Task<ScimAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<ScimAnswer> SendAsync(string method, string path, string? json = null) => SendAsync(Client, method, path, json);

    /// <summary>With the given token instead, or none.</summary>
    public async Task<ScimAnswer> SendAsAsync(string? token, string method, string path, string? json = null)
    {
        using var client = Process.NewClient(token);
        return await SendAsync(client, method, path, json);
    }

    public Task<Scrape> ScrapeAsync() => Scrape.OfAsync(Process.Root);

    public Task<Scrape> ScrapeWhenAsync(Func<Scrape, bool> holds) => Scrape.WhenAsync(Process.Root, holds);

    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Process.Dispose();
        await _database.DisposeAsync();
    }

    private static async Task<ScimAnswer> SendAsync(HttpClient client, string method, string path, string? json)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/scim+json");
        }

        using var response = await client.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }
}
