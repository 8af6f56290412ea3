using System.Diagnostics;
using Npgsql;
using Scim.Storage.PrivatePostgres;

namespace Scim.Tests.PrivatePostgres;

public class PrivatePostgresServerTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Answers_to_a_role_that_may_create_databases_and_extensions()
    {
        await using var server = await StartAsync();

        await AskAsync(server.ConnectionString, "CREATE EXTENSION pg_trgm");
        await AskAsync(server.ConnectionString, "CREATE DATABASE another");

        Assert.That(await AskAsync(server.ConnectionString, "SELECT current_database()"), Is.EqualTo("scim"));
        Assert.That(server.Joined, Is.False);
    }

    [Test]
    public async Task Finds_letters_beyond_ascii_in_trigrams()
    {
        await using var server = await StartAsync();
        await AskAsync(server.ConnectionString, "CREATE EXTENSION pg_trgm");

        Assert.That(await AskAsync(server.ConnectionString, "SELECT cardinality(show_trgm('éüß'))"), Is.EqualTo(4));
        Assert.That(await AskAsync(server.ConnectionString, "SHOW server_encoding"), Is.EqualTo("UTF8"));
    }

    [Test]
    public async Task Stops_when_disposed_and_finds_its_data_again()
    {
        PostmasterProcess process;
        await using (var first = await StartAsync())
        {
            await AskAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
            process = PostmasterProcess.Of(DataFolder);
        }

        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
        await using var second = await StartAsync();
        Assert.That(second.Joined, Is.False);
        Assert.That(await AskAsync(second.ConnectionString, "SELECT n FROM kept"), Is.EqualTo(42));
    }

    [Test]
    public async Task Is_joined_by_a_command_that_leaves_it_running()
    {
        await using var service = await StartAsync(serves: true);

        await using (var command = await StartAsync())
        {
            Assert.That(command.Joined, Is.True);
            Assert.That(command.ConnectionString, Is.EqualTo(service.ConnectionString));
        }

        Assert.That(await AskAsync(service.ConnectionString, "SELECT 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Stays_for_a_service_that_joined_the_command_that_started_it()
    {
        var command = await StartAsync();
        await using var service = await StartAsync(serves: true);

        await command.DisposeAsync();

        Assert.That(await AskAsync(service.ConnectionString, "SELECT 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Stops_with_the_last_of_two_commands()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var process = PostmasterProcess.Of(DataFolder);

        await first.DisposeAsync();
        Assert.That(process.IsRunning, Is.True);
        await second.DisposeAsync();
        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
    }

    [Test]
    public async Task Stops_with_its_service_even_while_a_command_is_at_work()
    {
        var service = await StartAsync(serves: true);
        await using var command = await StartAsync();
        var process = PostmasterProcess.Of(DataFolder);

        await service.DisposeAsync();

        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
    }

    [Test]
    public async Task Is_refused_to_a_second_service()
    {
        await using var service = await StartAsync(serves: true);

        Assert.That(
            async () => await StartAsync(serves: true),
            Throws.TypeOf<PrivatePostgresException>().With.Message.EqualTo(
                $"Another process is serving from {_folder.Path}. Stop it first, or give this one a data folder of its own."));
    }

    [Test]
    public async Task Can_be_started_by_several_at_once()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartAsync())));

        Assert.That(servers.Count(server => !server.Joined), Is.EqualTo(1));
        await Task.WhenAll(servers.Select(server => Task.Run(async () => await server.DisposeAsync())));
        Assert.That(File.Exists(_folder["postgres", "data", "postmaster.pid"]), Is.False);
    }

    [Test]
    public async Task Outlives_a_killed_service_and_is_adopted_by_the_next()
    {
        using var killed = await DoomedProcess.ServingAsync(_folder.Path);
        await AskAsync(killed.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
        var process = PostmasterProcess.Of(DataFolder);
        await killed.KillAsync();

        await using (var next = await StartAsync(serves: true))
        {
            Assert.That(next.Joined, Is.True);
            Assert.That(await AskAsync(next.ConnectionString, "SELECT n FROM kept"), Is.EqualTo(42));
        }

        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
    }

    [Test]
    public async Task Is_refused_to_a_second_service_in_another_process()
    {
        using var other = await DoomedProcess.ServingAsync(_folder.Path);

        Assert.That(async () => await StartAsync(serves: true), Throws.TypeOf<PrivatePostgresException>());

        await other.KillAsync();
        await using var adopted = await StartAsync(serves: true);
    }

    [Test]
    public async Task Recovers_after_the_server_itself_was_killed()
    {
        await using var interrupted = await PrivatePostgresServer.StartAsync(Options() with { Durable = true }, Quiet, default);
        await AskAsync(interrupted.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
        PostmasterProcess.Of(DataFolder).Kill();

        await using var next = await StartAsync();

        Assert.That(next.Joined, Is.False);
        NpgsqlConnection.ClearAllPools();
        Assert.That(await AskAsync(next.ConnectionString, "SELECT n FROM kept"), Is.EqualTo(42));
    }

    [Test]
    public async Task Is_not_taken_in_by_a_file_that_names_somebody_elses_process()
    {
        await using (await StartAsync())
        {
        }

        using var other = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        File.WriteAllText(_folder["postgres", "data", "postmaster.pid"], $"{other.Id}\n{DataFolder}\n1\n5432\n{_folder["postgres"]}\n\n\nready\n");
        File.WriteAllText(_folder["postgres", ".s.PGSQL.5432.lock"], $"{other.Id}\n{DataFolder}\n1\n5432\n{_folder["postgres"]}\n");
        File.WriteAllText(_folder["postgres", ".s.PGSQL.5432"], "");

        try
        {
            await using var server = await StartAsync();
            Assert.That(server.Joined, Is.False);
        }
        finally
        {
            other.Kill();
        }
    }

    [Test]
    public async Task Starts_over_where_an_earlier_initdb_was_broken_off()
    {
        await using (await StartAsync())
        {
        }

        Directory.Move(DataFolder, DataFolder + ".new");
        File.Delete(_folder["postgres", "data.new", "PG_VERSION"]);

        await using var server = await StartAsync();
        Assert.That(await AskAsync(server.ConnectionString, "SELECT 1"), Is.EqualTo(1));
        Assert.That(Directory.Exists(_folder["postgres", "data.new"]), Is.False);
    }

    [TestCase("ein Ordner, 'schön' benannt")]
    [TestCase("long-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789")]
    public async Task Reaches_the_socket_whatever_the_data_folder_is_called(string name)
    {
        string socketDir;
        await using (var server = await PrivatePostgresServer.StartAsync(Options() with { DataDir = _folder[name] }, Quiet, default))
        {
            socketDir = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
            Assert.That(await AskAsync(server.ConnectionString, "SELECT 1"), Is.EqualTo(1));
            if (!OperatingSystem.IsWindows())
                Assert.That(
                    File.GetUnixFileMode(socketDir), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }

        Assert.That(Directory.Exists(socketDir), Is.False);
    }

    [Test]
    public async Task Can_be_called_off_while_it_starts_and_started_again()
    {
        using var calledOff = new CancellationTokenSource();

        Assert.That(
            async () => await PrivatePostgresServer.StartAsync(Options() with { Serves = true }, _ => calledOff.Cancel(), calledOff.Token),
            Throws.InstanceOf<OperationCanceledException>());

        await using var server = await StartAsync(serves: true);
        Assert.That(await AskAsync(server.ConnectionString, "SELECT 1"), Is.EqualTo(1));
    }

    [TestCase("a \"quoted\" folder")]
    [TestCase("$(touch here)")]
    public void Refuses_a_path_that_the_shell_would_read_differently(string name) =>
        Assert.That(
            async () => await PrivatePostgresServer.StartAsync(Options() with { DataDir = _folder[name] }, Quiet, default),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains("choose a path without"));

    [Test]
    public void Says_that_its_account_cannot_enter_the_data_folder_when_we_are_root()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Only root runs PostgreSQL as another account.");
            return;
        }

        Directory.CreateDirectory(_folder["home"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.That(
            async () => await PrivatePostgresServer.StartAsync(Options() with { DataDir = _folder["home", "data"] }, Quiet, default),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains("Choose a folder outside root's home"));
    }

    [Test]
    public async Task Asks_for_its_password_over_tcp()
    {
        await using var server = await PrivatePostgresServer.StartAsync(Options() with { UseTcp = true }, Quiet, default);

        Assert.That(await AskAsync(server.ConnectionString, "SELECT 1"), Is.EqualTo(1));
        var guess = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false };
        Assert.That(guess.Host, Is.EqualTo("127.0.0.1"));
        Assert.That(
            async () => await AskAsync(guess.ConnectionString, "SELECT 1"),
            Throws.TypeOf<PostgresException>().With.Property("SqlState").EqualTo(PostgresErrorCodes.InvalidPassword));
    }

    [Test]
    public async Task Says_what_the_log_said_when_it_does_not_start()
    {
        await using (await StartAsync())
        {
        }

        await File.AppendAllTextAsync(_folder["postgres", "data", "postgresql.conf"], "nonsense = on\n");

        Assert.That(
            async () => await StartAsync(),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains("unrecognized configuration parameter \"nonsense\""));
    }

    [Test]
    public async Task Says_which_version_the_data_needs()
    {
        await using (await StartAsync())
        {
        }

        await File.WriteAllTextAsync(_folder["postgres", "data", "PG_VERSION"], "99\n");

        Assert.That(
            async () => await StartAsync(),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains("and the data is of version 99"));
    }

    [Test]
    public async Task Stops_and_tidies_up_when_the_process_that_it_was_temporary_for_is_killed()
    {
        using var killed = await DoomedProcess.WithTemporaryServerAsync();
        var data = (string)(await AskAsync(killed.ConnectionString, "SHOW data_directory"))!;
        var process = PostmasterProcess.Of(data);

        await killed.KillAsync();

        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
        Assert.That(() => Directory.Exists(Path.Combine(data, "..", "..")), Is.False.After(30).Seconds.PollEvery(50));
    }

    [Test]
    public async Task Leaves_no_folder_when_it_was_temporary()
    {
        string data;
        await using (var server = await PrivatePostgresServer.StartAsync(Options() with { Temporary = true }, Quiet, default))
            data = (string)(await AskAsync(server.ConnectionString, "SHOW data_directory"))!;

        Assert.That(Directory.Exists(Path.Combine(data, "..", "..")), Is.False);
        Assert.That(Directory.EnumerateFileSystemEntries(_folder.Path), Is.Empty);
    }

    private string DataFolder => _folder["postgres", "data"];

    private PrivatePostgresOptions Options() => new() { DataDir = _folder.Path, Durable = false };

    private Task<PrivatePostgresServer> StartAsync(bool serves = false) =>
        PrivatePostgresServer.StartAsync(Options() with { Serves = serves }, Quiet, CancellationToken.None);

    private static void Quiet(string message)
    {
    }

    private static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
