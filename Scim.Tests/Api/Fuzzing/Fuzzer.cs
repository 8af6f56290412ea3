using System.Globalization;
using Npgsql;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Sends requests to a service with some resources, and judges the answers and what is stored after each.</summary>
internal sealed class Fuzzer : IAsyncDisposable
{
    private readonly ScimServer _server;
    private readonly NpgsqlConnection _connection;
    private readonly RawHttp _http;
    private int _names;

    private Fuzzer(ScimServer server)
    {
        _server = server;
        _connection = new NpgsqlConnection(server.ConnectionString);
        _http = new RawHttp(server.Root);
    }

    /// <summary>How often each status was answered.</summary>
    public SortedDictionary<int, int> Statuses { get; } = [];

    /// <summary>How often an operation of a bulk request had each status.</summary>
    public SortedDictionary<string, int> Operations { get; } = [];

    public static async Task<Fuzzer> StartAsync()
    {
        var fuzzer = new Fuzzer(await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas)));
        await fuzzer._connection.OpenAsync();
        return fuzzer;
    }

    /// <exception cref="InvalidOperationException">The answer, or what is stored after it, is not as it must be.</exception>
    public async Task SendAsync(FuzzRequest symbolic)
    {
        await TendAsync();
        var before = await StoredState.ReadAsync(_connection);
        var request = symbolic.With(before.Of("User"), before.Of("Group"));

        RawAnswer? answer;
        string? fault;
        try
        {
            answer = await _http.SendAsync(WithToken(request));
            var after = await StoredState.ReadAsync(_connection);
            fault = answer is null ? (request.IsCut ? null : "The connection was closed without an answer.") : AnswerRules.Fault(request, answer);
            fault ??= ChangeRules.Fault(request, answer, before, after);
            if (fault is null && answer?.Status is 200 or 201 or 204 && request.Method is not ("GET" or "HEAD")) fault = await ReadFaultAsync(answer, request);
        }
        catch (Exception e) when (e is TimeoutException or FormatException)
        {
            (answer, fault) = (null, e.Message);
        }

        var status = answer?.Status ?? 0;
        Statuses[status] = Statuses.GetValueOrDefault(status) + 1;
        foreach (var operation in fault is null && answer is not null ? BulkRules.StatusesOf(answer) : []) Operations[operation] = Operations.GetValueOrDefault(operation) + 1;
        if (fault is null) return;

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"""
            {fault}
            {Seed.Replay}
            {request} {_server.Root.ToString().TrimEnd('/')}
            {status} {answer?.Body}
            """));
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    private FuzzRequest WithToken(FuzzRequest request) => request with
    {
        Headers = [.. request.Headers.Select(x => (x.Name, x.Value.Replace("{token}", _server.Token, StringComparison.Ordinal)))],
    };

    /// <summary>What was just stored must be readable: each resource, the lists, and as the answer showed it.</summary>
    private async Task<string?> ReadFaultAsync(RawAnswer answer, FuzzRequest request)
    {
        foreach (var list in (string[])["Users?count=1000", "Groups?count=1000"])
        {
            if (await _server.GetAsync(list) is { Status: not 200 } failed) return $"{list} is {failed.Status} now: {failed.Text}";
        }

        if (request.Target.Contains('?', StringComparison.Ordinal) || answer.Status == 204 || !answer.Headers.TryGetValue("Content-Location", out var location)) return null;
        var read = await _server.GetAsync(location);
        return read.Text == answer.Body ? null : $"The resource reads {read.Status} {read.Text}";
    }

    /// <summary>Neither so few resources that no request means one, nor so many that reading them takes the time.</summary>
    private async Task TendAsync()
    {
        var state = await StoredState.ReadAsync(_connection);
        foreach (var (type, path) in ((string, string)[])[("User", "Users"), ("Group", "Groups")])
        {
            var ids = state.Of(type);
            foreach (var id in ids.Skip(9)) await _server.DeleteAsync($"{path}/{id}");
            for (var i = ids.Count; i < 3; i++)
            {
                var name = $"tended{_names++}";
                await _server.PostAsync(path, type == "User" ? Some.User(name) : Some.Group(name, [.. state.Of("User").Take(2).Select(x => x.ToString())]));
            }
        }
    }
}
