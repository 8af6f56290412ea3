using Npgsql;
using Scim.Storage.PrivatePostgres;
using Testcontainers.PostgreSql;

namespace Scim.Tests.Databases;

/// <summary>The one PostgreSQL server of a test run: the first that can be had of three.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private static readonly Lazy<Task<TestServer>> Shared = new(() => Task.Run(StartAsync));

    private readonly IAsyncDisposable? _engine;

    private TestServer(string connectionString, IAsyncDisposable? engine)
    {
        ConnectionString = connectionString;
        _engine = engine;
    }

    public string ConnectionString { get; }

    public static Task<TestServer> GetAsync() => Shared.Value;

    public static async Task StopAsync()
    {
        if (Shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await Shared.Value.Result.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_engine is not null)
            await _engine.DisposeAsync();
    }

    private static async Task<TestServer> StartAsync()
    {
        var choice = Environment.GetEnvironmentVariable("SCIM_TEST_DATABASE");
        if (choice is not (null or "" or "docker" or "private"))
            throw new InvalidOperationException($"SCIM_TEST_DATABASE is \"{choice}\"; it takes docker or private.");

        if (choice is null or "" && Environment.GetEnvironmentVariable("SCIM_TEST_POSTGRES") is { Length: > 0 } given)
        {
            Say("the server that SCIM_TEST_POSTGRES names");
            return new TestServer(given, null);
        }

        var mustUseDocker = choice == "docker";
        if (mustUseDocker || (choice != "private" && await DockerEngine.AnswersAsync()))
        {
            var container = new PostgreSqlBuilder("postgres:17").WithCommand("-c", "max_connections=300", "-c", "fsync=off").Build();
            try
            {
                await container.StartAsync();
                Say("postgres:17 in a container");
                return new TestServer(container.GetConnectionString(), container);
            }
            catch (Exception e) when (!mustUseDocker)
            {
                Say($"no container, although a Docker engine answers: {e.Message.TrimEnd()}");
                await container.DisposeAsync();
            }
        }

        var postgres = await PrivatePostgresServer.StartAsync(
            new PrivatePostgresOptions { Temporary = true, Durable = false, MaxConnections = 300 }, _ => { }, CancellationToken.None);
        Say($"a private PostgreSQL {postgres.Binaries.Version} from {postgres.Binaries.Folder}");
        return new TestServer(postgres.ConnectionString, postgres);
    }

    // Of the channels of a test, this one alone shows without a verbose logger.
    private static void Say(string choice) => TestContext.Error.WriteLine($"Tests' database: {choice}");
}
