using System.Collections.Concurrent;
using System.Diagnostics;
using Scim.Tests.Api;

namespace Scim.Tests.Faults;

/// <summary>
/// Clients that create users, change their titles and put them into groups, one request after the other. What is not acknowledged they send
/// again until it is, as identity providers do.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private readonly Lock _clock = new();
    private long _lastAcknowledged = Stopwatch.GetTimestamp();
    private TimeSpan _longestSilence;
    private int _acknowledged;

    private Load(int clients, Uri[] roots)
    {
        Client = new LoadClient(roots);
        _work = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(WorkAsync)));
    }

    public LoadClient Client { get; }

    public ConcurrentQueue<Entry> Users { get; } = [];

    public ConcurrentQueue<Entry> Groups { get; } = [];

    /// <summary>Names of what was created without an answer.</summary>
    public ConcurrentQueue<string> Unsaid { get; } = [];

    public static Load Start(params Uri[] roots) => new(4, roots);

    /// <summary>Waits until so many further writes are acknowledged.</summary>
    public Task AcknowledgedAsync(int further)
    {
        var goal = Volatile.Read(ref _acknowledged) + further;
        return UntilAsync(() => Volatile.Read(ref _acknowledged) >= goal);
    }

    public async Task UntilAsync(Func<bool> condition)
    {
        var until = DateTime.UtcNow + Patience;
        while (!condition())
        {
            if (_work.IsCompleted) await _work;
            if (DateTime.UtcNow > until) Assert.Fail($"The clients get no further: {_acknowledged} writes acknowledged, {Client.Unavailable} times 503, {Client.Broken} times no answer. {Client.Odd.FirstOrDefault()}");
            await Task.Delay(20);
        }
    }

    /// <returns>The longest time since the last call in which not one write was acknowledged to any client.</returns>
    public TimeSpan TakeLongestSilence()
    {
        lock (_clock)
        {
            var longest = _longestSilence;
            _longestSilence = default;
            return longest;
        }
    }

    /// <summary>Ends after the requests that are under way.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Client.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        if (await CreateAsync("Groups", "displayName", Some.Name("group"), name => Some.Group(name)) is not { } group) return;

        Groups.Enqueue(group);
        for (var count = 0; !_stop.IsCancellationRequested; count++)
        {
            if (await CreateAsync("Users", "userName", Some.Name(), name => Some.User(name)) is not { } user) return;

            Users.Enqueue(user);
            for (var i = 0; i < 3; i++) await ChangeAsync("Users", user, new Change(Title: $"{count}.{i}"));
            await ChangeAsync("Groups", group, new Change(Member: user.Id));
            if (count % 3 == 2) await ChangeAsync("Groups", group, new Change(Member: user.Id, IsRemoval: true));
        }
    }

    private async Task<Entry?> CreateAsync(string endpoint, string attribute, string name, Func<string, string> body)
    {
        var answer = await InsistAsync(HttpMethod.Post, endpoint, body(name));

        // It was stored the first time, although nobody said so.
        if (answer?.Status == 409)
        {
            Unsaid.Enqueue(name);
            answer = await InsistAsync(HttpMethod.Get, $"{endpoint}?filter={Uri.EscapeDataString($"{attribute} eq \"{name}\"")}");
            return answer is null ? null : new Entry(answer.Resources.Single()!["id"]!.GetValue<Guid>());
        }

        return answer is null ? null : new Entry(answer.Body["id"]!.GetValue<Guid>());
    }

    private async Task ChangeAsync(string endpoint, Entry entry, Change change)
    {
        if (_stop.IsCancellationRequested) return;

        entry.Send(change);
        if (await InsistAsync(HttpMethod.Patch, $"{endpoint}/{entry.Id}", change.Body) is { Status: 200 or 204 }) entry.Acknowledge();
    }

    private async Task<ScimAnswer?> InsistAsync(HttpMethod method, string path, string? json = null)
    {
        while (true)
        {
            if (await Client.TryAsync(method, path, json) is { } answer)
            {
                if (answer.Status is not (200 or 201 or 204 or 409)) return null;
                if (answer.Status != 409 && method != HttpMethod.Get) Count();
                return answer;
            }

            if (_stop.IsCancellationRequested) return null;
            await Task.Delay(50);
        }
    }

    private void Count()
    {
        Interlocked.Increment(ref _acknowledged);
        lock (_clock)
        {
            var silence = Stopwatch.GetElapsedTime(_lastAcknowledged);
            _lastAcknowledged = Stopwatch.GetTimestamp();
            if (silence > _longestSilence) _longestSilence = silence;
        }
    }
}
