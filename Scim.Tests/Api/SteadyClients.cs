using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Scim.Tests.Api;

/// <summary>Clients that send one request after another, to several replicas in turn, until they are stopped.</summary>
internal sealed class SteadyClients
{
    private const int Count = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentBag<int> _statuses = [];
    private readonly string?[] _finished = new string?[Count];
    private readonly ScimServer[] _servers;
    private readonly Task[] _clients;
    private volatile string _token;
    private volatile bool _isOver;

    public SteadyClients(string token, params ScimServer[] servers)
    {
        _token = token;
        _servers = servers;
        _clients = [.. Enumerable.Range(0, Count).Select(RunAsync)];
    }

    /// <summary>Gives them another token, and waits until none has a request under way with the one before.</summary>
    public async Task SwitchAsync(string token)
    {
        _token = token;
        var until = DateTime.UtcNow + Patience;
        while (_finished.Any(x => x != token))
        {
            if (DateTime.UtcNow > until) Assert.Fail("The clients do not go on.");
            await Task.Delay(10);
        }
    }

    /// <summary>Waits until as many further requests were answered.</summary>
    public async Task GoOnAsync(int requests)
    {
        var (goal, until) = (_statuses.Count + requests, DateTime.UtcNow + Patience);
        while (_statuses.Count < goal)
        {
            if (DateTime.UtcNow > until) Assert.Fail("The clients do not go on.");
            await Task.Delay(10);
        }
    }

    /// <returns>The status of each answer.</returns>
    public async Task<IReadOnlyCollection<int>> StopAsync()
    {
        _isOver = true;
        await Task.WhenAll(_clients);
        return _statuses;
    }

    private async Task RunAsync(int number)
    {
        var clients = _servers.Select(x => x.NewClient(null)).ToList();
        for (var i = 0; !_isOver; i++)
        {
            var token = _token;
            using var request = new HttpRequestMessage(HttpMethod.Get, "Users?count=1");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await clients[i % clients.Count].SendAsync(request);
            _statuses.Add((int)answer.StatusCode);
            _finished[number] = token;
        }

        clients.ForEach(x => x.Dispose());
    }
}
