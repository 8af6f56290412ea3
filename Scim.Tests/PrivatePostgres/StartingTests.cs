using Npgsql;
using Scim.Storage.PrivatePostgres;

namespace Scim.Tests.PrivatePostgres;

/// <summary>What a private PostgreSQL is once it runs, and what is said where it cannot.</summary>
public class StartingTests
{
    private DataFolder _data = null!;

    [SetUp]
    public void CreateFolder() => _data = new DataFolder();

    [TearDown]
    public void RemoveFolder() => _data.Dispose();

    [Test]
    public async Task Answers_to_a_role_that_may_create_databases_and_extensions()
    {
        await using var server = await _data.StartAsync();

        await DataFolder.AskAsync(server.ConnectionString, "CREATE EXTENSION pg_trgm");
        await DataFolder.AskAsync(server.ConnectionString, "CREATE DATABASE another");

        Assert.That(await DataFolder.AskAsync(server.ConnectionString, "SELECT current_database()"), Is.EqualTo("scim"));
        Assert.That(server.Joined, Is.False);
    }

    [Test]
    public async Task Finds_letters_beyond_ascii_in_trigrams()
    {
        await using var server = await _data.StartAsync();
        await DataFolder.AskAsync(server.ConnectionString, "CREATE EXTENSION pg_trgm");

        Assert.That(await DataFolder.AskAsync(server.ConnectionString, "SELECT cardinality(show_trgm('éüß'))"), Is.EqualTo(4));
        Assert.That(await DataFolder.AskAsync(server.ConnectionString, "SHOW server_encoding"), Is.EqualTo("UTF8"));
    }

    [TestCase("ein Ordner, 'schön' benannt")]
    [TestCase("long-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789")]
    public async Task Reaches_the_socket_whatever_the_data_folder_is_called(string name)
    {
        string socketDir;
        await using (var server = await DataFolder.StartAsync(_data.Options with { DataDir = _data[name] }))
        {
            socketDir = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
            Assert.That(await DataFolder.AskAsync(server.ConnectionString, "SELECT 1"), Is.EqualTo(1));
            if (!OperatingSystem.IsWindows())
                Assert.That(
                    File.GetUnixFileMode(socketDir), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }

        Assert.That(Directory.Exists(socketDir), Is.False);
    }

    [Test]
    public async Task Asks_for_its_password_over_tcp()
    {
        await using var server = await DataFolder.StartAsync(_data.Options with { UseTcp = true });

        Assert.That(await DataFolder.AskAsync(server.ConnectionString, "SELECT 1"), Is.EqualTo(1));
        var guess = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false };
        Assert.That(guess.Host, Is.EqualTo("127.0.0.1"));
        Assert.That(
            async () => await DataFolder.AskAsync(guess.ConnectionString, "SELECT 1"),
            Throws.TypeOf<PostgresException>().With.Property("SqlState").EqualTo(PostgresErrorCodes.InvalidPassword));
    }

    [Test]
    public async Task Can_be_called_off_while_it_starts_and_started_again()
    {
        using var calledOff = new CancellationTokenSource();

        Assert.That(
            async () => await PrivatePostgresServer.StartAsync(_data.Options with { Serves = true }, _ => calledOff.Cancel(), calledOff.Token),
            Throws.InstanceOf<OperationCanceledException>());

        await using var server = await _data.StartAsync(serves: true);
        Assert.That(await DataFolder.AskAsync(server.ConnectionString, "SELECT 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Starts_over_where_an_earlier_initdb_was_broken_off()
    {
        await using (await _data.StartAsync())
        {
        }

        Directory.Move(_data.Cluster, _data.Cluster + ".new");
        File.Delete(_data["postgres", "data.new", "PG_VERSION"]);

        await using var server = await _data.StartAsync();
        Assert.That(await DataFolder.AskAsync(server.ConnectionString, "SELECT 1"), Is.EqualTo(1));
        Assert.That(Directory.Exists(_data["postgres", "data.new"]), Is.False);
    }

    [TestCase("a \"quoted\" folder")]
    [TestCase("$(touch here)")]
    public void Refuses_a_path_that_the_shell_would_read_differently(string name) =>
        Assert.That(
            async () => await DataFolder.StartAsync(_data.Options with { DataDir = _data[name] }),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains("choose a path without"));

    [Test]
    public void Says_that_its_account_cannot_enter_the_data_folder_when_we_are_root()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Only root runs PostgreSQL as another account.");
            return;
        }

        Directory.CreateDirectory(_data["home"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.That(
            async () => await DataFolder.StartAsync(_data.Options with { DataDir = _data["home", "data"] }),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains("Choose a folder outside root's home"));
    }

    [Test]
    public async Task Says_what_the_log_said_when_it_does_not_start()
    {
        await using (await _data.StartAsync())
        {
        }

        await File.AppendAllTextAsync(_data["postgres", "data", "postgresql.conf"], "nonsense = on\n");

        Assert.That(
            async () => await _data.StartAsync(),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains("unrecognized configuration parameter \"nonsense\""));
    }

    [Test]
    public async Task Says_which_version_the_data_needs()
    {
        await using (await _data.StartAsync())
        {
        }

        await File.WriteAllTextAsync(_data["postgres", "data", "PG_VERSION"], "99\n");

        Assert.That(
            async () => await _data.StartAsync(),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains("and the data is of version 99"));
    }
}
