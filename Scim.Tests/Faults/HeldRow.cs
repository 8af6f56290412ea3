using Npgsql;

namespace Scim.Tests.Faults;

/// <summary>A row of a resource that somebody else's transaction holds, so that whoever would change it waits.</summary>
internal sealed class HeldRow : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly NpgsqlDataSource _source;
    private NpgsqlConnection? _holder;

    private HeldRow(NpgsqlDataSource source) => _source = source;

    public static async Task<HeldRow> OfAsync(string connectionString, string id)
    {
        var held = new HeldRow(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "holder", Timeout = 15, MaxPoolSize = 5 }));
        held._holder = await held._source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"BEGIN; SELECT FROM scim.resource WHERE id = '{id}' FOR UPDATE", held._holder);
        await command.ExecuteNonQueryAsync();
        return held;
    }

    /// <summary>Waits until so many of the service's connections wait for the row.</summary>
    public Task WaitedForAsync(int count) => UntilAsync("application_name = 'scim' AND wait_event_type = 'Lock'", waiting => waiting >= count);

    /// <summary>Waits until the service has no transaction.</summary>
    public Task ForgottenAsync() => UntilAsync("application_name = 'scim' AND state <> 'idle'", busy => busy == 0);

    public async Task LetGoAsync()
    {
        if (_holder is not { } holder) return;

        _holder = null;
        await using var command = new NpgsqlCommand("ROLLBACK", holder);
        await command.ExecuteNonQueryAsync();
        await holder.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        await _source.DisposeAsync();
    }

    private async Task UntilAsync(string condition, Func<long, bool> isReached)
    {
        await using var command = _source.CreateCommand($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND {condition}");
        for (var until = DateTime.UtcNow + Patience; !isReached((long)(await command.ExecuteScalarAsync())!); await Task.Delay(20))
            if (DateTime.UtcNow > until) Assert.Fail($"It does not come to that: {condition}");
    }
}
