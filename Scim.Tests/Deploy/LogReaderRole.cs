using System.Text.RegularExpressions;
using Npgsql;

namespace Scim.Tests.Deploy;

/// <summary>The role of <c>deploy/postgres/log-reader.sql</c>, in a database of a test. Roles belong to the whole server, so this one has a name of its own.</summary>
internal sealed partial class LogReaderRole(string connectionString) : IAsyncDisposable
{
    private readonly string _name = $"scim_log_reader_{Guid.NewGuid():N}"[..24];
    private readonly NpgsqlDataSource _owner = NpgsqlDataSource.Create(connectionString);
    private NpgsqlDataSource? _reader;

    /// <summary>Runs the file as psql would, and connects as the role.</summary>
    public async Task MakeAsync(string password)
    {
        var sql = DeployFiles.Text("postgres/log-reader.sql").Replace("scim_log_reader", _name, StringComparison.Ordinal);
        // \getenv is psql's, as is the variable that it sets.
        sql = Meta().Replace(sql, "").Replace(":'password'", $"'{password.Replace("'", "''", StringComparison.Ordinal)}'", StringComparison.Ordinal);
        await using (var command = _owner.CreateCommand(sql)) await command.ExecuteNonQueryAsync();
        if (_reader is not null) await _reader.DisposeAsync();
        _reader = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Username = _name, Password = password, Pooling = false }.ConnectionString);
    }

    /// <summary>Asks as the role.</summary>
    /// <returns>Each row's columns, by name.</returns>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> AskAsync(string sql)
    {
        await using var command = _reader!.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        while (await reader.ReadAsync())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, x => reader.IsDBNull(x) ? null : reader.GetValue(x)));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null) await _reader.DisposeAsync();
        await using (var command = _owner.CreateCommand($"DROP OWNED BY {_name}; DROP ROLE {_name}")) await command.ExecuteNonQueryAsync();
        await _owner.DisposeAsync();
    }

    [GeneratedRegex(@"^\\.*$", RegexOptions.Multiline)]
    private static partial Regex Meta();
}
