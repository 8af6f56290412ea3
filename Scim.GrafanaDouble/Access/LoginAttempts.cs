namespace Scim.Doubles.Access;

/// <summary>Five wrong passwords within five minutes block a login for as long.</summary>
internal sealed class LoginAttempts(TimeProvider clock)
{
    private const int Limit = 5;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> _failures = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _unauthorized = new(StringComparer.OrdinalIgnoreCase);

    public bool IsBlocked(string login)
    {
        lock (_gate)
        {
            var since = clock.GetUtcNow() - Window;
            return _failures.TryGetValue(login, out var failures) && failures.Count(x => x > since) >= Limit;
        }
    }

    public void Fail(string login)
    {
        lock (_gate)
        {
            if (!_failures.TryGetValue(login, out var failures)) _failures[login] = failures = [];
            failures.Add(clock.GetUtcNow());
        }
    }

    public void Succeed(string login)
    {
        lock (_gate) _failures.Remove(login);
    }

    public void Clear()
    {
        lock (_gate) _failures.Clear();
    }

    /// <summary>Notes an answer 401, whatever the reason.</summary>
    public void CountUnauthorized(string login)
    {
        lock (_gate) _unauthorized[login] = _unauthorized.GetValueOrDefault(login) + 1;
    }

    public int Unauthorized(string login)
    {
        lock (_gate) return _unauthorized.GetValueOrDefault(login);
    }
}
