using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Scim.Tests.Api.OAuth;

/// <summary>What the service says of clients that it turns away, and of what it cannot tell.</summary>
public class TokenLogTests
{
    private ScimServer _server = null!;
    private OAuthClients _clients = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Logging:LogLevel:Scim", "Warning"));
        _clients = new OAuthClients(_server);
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task The_log_names_client_and_reason_and_no_secret()
    {
        using var log = new Warnings();
        _server.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var (client, secret) = await _clients.CreateWithSecretAsync();
        using var key = new SigningKey();
        var assertion = key.Sign(_clients.Claims(client));

        await _clients.WithSecretAsync(client, secret + "x");
        await _clients.SendAsync(("grant_type", "client_credentials"), ("client_id", secret), ("client_secret", "y"));
        await _clients.WithAssertionAsync(assertion, client);
        await _clients.SendAsync(("grant_type", "client_credentials"), ("client_id", "a\nb"), ("client_secret", "z"));

        Assert.That(log.Lines.Select(x => x[(x.IndexOf(": ", StringComparison.Ordinal) + 2)..]), Is.EqualTo((string[])
        [
            $"Client {client.Id} gets no token: It has no such secret, or it is expired or revoked.",
            $"Client {Guid.Empty} gets no token: There is no such client, or it is revoked.",
            $"Client {client.Id} gets no token: The assertion by the client's own key is not valid: It has no key that is live.",
            $"Client {Guid.Empty} gets no token: There is no such client, or it is revoked.",
        ]));
    }

    [Test]
    public async Task A_database_that_went_away_is_503_in_the_form_of_OAuth_and_comes_back()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        await using (var connection = new NpgsqlConnection(_server.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
            await command.ExecuteNonQueryAsync();
        }

        var answer = await _clients.WithSecretAsync(client, secret);

        Assert.That((answer.Status, answer.Error, answer.Answer.Headers["Retry-After"]), Is.EqualTo((503, "temporarily_unavailable", "5")));
        Assert.That(() => _clients.WithSecretAsync(client, secret).Result.Status, Is.EqualTo(200).After(30_000, 100));
    }

    /// <summary>What is said of those who fail to authenticate, without what an exception adds.</summary>
    private sealed class Warnings : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public IReadOnlyList<string> Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) =>
            categoryName == typeof(Scim.Api.Authentication.FailedAuthentications).FullName ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
