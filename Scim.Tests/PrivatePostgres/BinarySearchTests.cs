using Scim.Storage.PrivatePostgres;

namespace Scim.Tests.PrivatePostgres;

[Platform(Exclude = "Win")]
public class BinarySearchTests
{
    private TemporaryFolder _root = null!;

    [SetUp]
    public void CreateFolder() => _root = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _root.Dispose();

    [Test]
    public void Looks_on_the_path_first_and_then_in_the_usual_folders_newest_first()
    {
        foreach (var folder in new[]
                 {
                     "usr/lib/postgresql/9.6/bin", "usr/lib/postgresql/15/bin", "usr/lib/postgresql/17/bin", "usr/pgsql-16/bin", "usr/bin",
                     "usr/lib/postgresql14/bin", "usr/libexec/postgresql18", "opt/homebrew/opt/postgresql@17/bin",
                     "usr/local/opt/postgresql@15/bin", "Applications/Postgres.app/Contents/Versions/16/bin", "mine/bin",
                 })
            _root.Write($"{folder}/pg_ctl", "");
        Directory.CreateDirectory(_root["usr", "lib", "postgresql", "18", "bin"]);

        Assert.That(
            BinarySearch.Folders($"{_root["empty"]}:{_root["mine", "bin"]}:bin", _root.Path).Select(Relative),
            Is.EqualTo(new[]
            {
                "mine/bin", "usr/lib/postgresql/17/bin", "usr/lib/postgresql/15/bin", "usr/lib/postgresql/9.6/bin", "usr/pgsql-16/bin",
                "usr/bin", "usr/lib/postgresql14/bin", "usr/libexec/postgresql18", "opt/homebrew/opt/postgresql@17/bin",
                "usr/local/opt/postgresql@15/bin", "Applications/Postgres.app/Contents/Versions/16/bin",
            }));
    }

    [Test]
    public void Follows_a_link_to_where_the_other_programs_are_and_looks_there_once()
    {
        var program = _root.Write("usr/lib/postgresql/17/bin/pg_ctl", "");
        Directory.CreateDirectory(_root["local"]);
        File.CreateSymbolicLink(_root["local", "pg_ctl"], program);

        Assert.That(BinarySearch.Folders(_root["local"], _root.Path).Select(Relative), Is.EqualTo(new[] { "usr/lib/postgresql/17/bin" }));
    }

    [TestCase("14.22 (Debian 14.22-1)", true, "it is version 14.22, and 15 is the oldest that will do")]
    [TestCase("9.6.24", true, "it is version 9.6.24, and 15 is the oldest that will do")]
    [TestCase("17.5", false, "it lacks the extension pg_trgm (install PostgreSQL's contrib package)")]
    public void Says_why_it_passed_over_what_it_found(string version, bool hasTrigrams, string problem)
    {
        WriteFakes(version, hasTrigrams);

        Assert.That(StartAsync, Throws.TypeOf<PrivatePostgresException>().With.Message.EqualTo(
            $"""
             No PostgreSQL was found that can be used. Install PostgreSQL 15 or later with its contrib package, or configure a connection string.
             {_root["bin"]}: {problem}
             """));
    }

    [Test]
    public void Says_which_program_is_missing()
    {
        WriteFakes("17.5", true);
        File.Delete(_root["bin", "postgres"]);

        Assert.That(StartAsync, Throws.TypeOf<PrivatePostgresException>().With.Message.EndsWith($"{_root["bin"]}: it has no postgres"));
    }

    [Test]
    public void Says_that_a_program_does_not_run()
    {
        WriteFakes("17.5", true);
        _root.Write("bin/initdb", "#!/bin/sh\necho libicu is missing >&2; exit 127\n", executable: true);

        Assert.That(
            StartAsync,
            Throws.TypeOf<PrivatePostgresException>().With.Message.EndsWith($"{_root["bin"]}: its initdb does not run: libicu is missing"));
    }

    [Test]
    public void Takes_programs_that_answer_as_they_should()
    {
        WriteFakes("15.0", true);
        var messages = new List<string>();

        Assert.That(() => StartAsync(messages.Add), Throws.TypeOf<PrivatePostgresException>().With.Message.StartsWith("initdb failed"));
        Assert.That(messages, Is.EqualTo(new[] { $"Making a database in {_root["data"]} with PostgreSQL 15.0 from {_root["bin"]}" }));
    }

    private Task StartAsync() => StartAsync(_ => { });

    private async Task StartAsync(Action<string> log)
    {
        var options = new PrivatePostgresOptions { DataDir = _root["data"], BinDir = _root["bin"] };
        await using var server = await PrivatePostgresServer.StartAsync(options, log, CancellationToken.None);
    }

    private string Relative(string folder) => Path.GetRelativePath(_root.Path, folder);

    private void WriteFakes(string version, bool hasTrigrams)
    {
        var script = $"""
            #!/bin/sh
            [ "$1" = --show ] || exit 1
            echo 'VERSION={version}' >&2
            echo 'share_path={_root["share"]}' >&2

            """;
        foreach (var name in new[] { "initdb", "pg_ctl", "postgres" })
            _root.Write($"bin/{name}", script, executable: true);
        if (hasTrigrams)
            _root.Write("share/extension/pg_trgm.control", "");
    }
}
