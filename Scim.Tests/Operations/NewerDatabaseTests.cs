using Dapper;
using Npgsql;
using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Operations;

public class NewerDatabaseTests
{
    [Test]
    public async Task A_service_older_than_its_database_says_so_and_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var connection = new NpgsqlConnection(database.ConnectionString))
            await connection.ExecuteAsync("INSERT INTO public.scim_migration (scriptname, applied) VALUES ('9998_later.sql', now()), ('9999_latest.sql', now())");

        var migrate = await CommandLine.RunAsync(database.ConnectionString, "migrate");
        using var service = new ServiceProcess(database.ConnectionString);
        await service.StartAsync();

        const string warning = "WARNING: The database is newer than this version of the service, which knows nothing of 9998_later.sql, 9999_latest.sql. It goes on, as it should while replicas are replaced; otherwise run the newer version. docs/operations.md, \"Upgrade and rollback\", says what holds.";
        Assert.That((migrate.ExitCode, migrate.Output), Is.EqualTo((0, $"{warning}{Environment.NewLine}The database is up to date.{Environment.NewLine}")));
        Assert.That(service.Lines, Does.Contain(warning));
    }

    [Test]
    public async Task A_service_as_old_as_its_database_says_nothing_of_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.That((await CommandLine.RunAsync(database.ConnectionString, "migrate")).Output, Is.EqualTo($"The database is up to date.{Environment.NewLine}"));
    }
}
