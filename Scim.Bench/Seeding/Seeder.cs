using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using Scim.Resources.Operations;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.Writing;

namespace Scim.Bench.Seeding;

/// <summary>Fills the tables of a tenant by COPY, with the rows that the service itself would have written.</summary>
internal sealed class Seeder(NpgsqlDataSource database, SchemaCatalogue catalogue)
{
    private const string Tenant = "default";

    // Slower row by row than built at once.
    private const string Later = """
        SELECT pg_get_indexdef(indexrelid)
        FROM pg_index
        WHERE indrelid IN ('scim.resource'::regclass, 'scim.membership'::regclass) AND NOT indisunique
        """;

    private readonly ResourceType _user = catalogue.FindType("User")!;
    private readonly ResourceType _group = catalogue.FindType("Group")!;

    /// <param name="plan">What to make.</param>
    /// <param name="report">Told how far it is.</param>
    public async Task RunAsync(SeedPlan plan, Action<string> report)
    {
        await using var connection = await database.OpenConnectionAsync();
        if (await connection.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT FROM scim.resource)"))
            throw new InvalidOperationException("There are resources in this database already; seed fills an empty one.");

        var indexes = (await connection.QueryAsync<string>(Later)).AsList();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            foreach (var index in indexes) await connection.ExecuteAsync($"DROP INDEX scim.{index.Split(' ')[2]}");
            await CopyAsync(connection, plan.Users, x => ResourceOperation.Create(_user, SeedPlan.UserId(x), Person.Body(x)));
            report($"{plan.Users} users");
            await CopyAsync(connection, plan.Groups, x => ResourceOperation.Create(_group, SeedPlan.GroupId(x), GroupBody(plan, x)));
            await JoinAsync(connection, plan);
            report($"{plan.Groups} groups");
            foreach (var index in indexes) await connection.ExecuteAsync(index, commandTimeout: 0);
            await transaction.CommitAsync();
        }

        report("indexes");
        foreach (var table in (string[])["resource", "membership"]) await connection.ExecuteAsync($"VACUUM (ANALYZE) scim.{table}", commandTimeout: 0);
        report("statistics");
    }

    private static JsonObject GroupBody(SeedPlan plan, int number) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"),
        ["displayName"] = $"Group {number:d6} of {plan.MembersOf(number)}",
        ["externalId"] = $"group-{number:x8}",
    };

    private static async Task CopyAsync(NpgsqlConnection connection, int count, Func<int, CreateOperation> create)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            "COPY scim.resource (tenant_id, id, type, unique_key, external_id, display, created, last_modified, doc, search, search_text) FROM STDIN (FORMAT binary)");
        var now = DateTime.UtcNow;
        foreach (var values in Enumerable.Range(0, count).AsParallel().AsOrdered().Select(x => ValuesOf(create(x))))
        {
            await rows.StartRowAsync();
            await rows.WriteAsync(Tenant);
            await rows.WriteAsync((Guid)values["id"]!);
            foreach (var name in (string[])["type", "uniqueKey", "externalId", "display"]) await rows.WriteAsync((string?)values[name], NpgsqlDbType.Text);
            await rows.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await rows.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await rows.WriteAsync((string)values["document"]!, NpgsqlDbType.Json);
            await rows.WriteAsync((string)values["search"]!, NpgsqlDbType.Jsonb);
            await rows.WriteAsync((string)values["searchText"]!, NpgsqlDbType.Text);
        }

        await rows.CompleteAsync();
    }

    private static Dictionary<string, object?> ValuesOf(CreateOperation operation)
    {
        var caller = new Caller(Tenant, "seed");
        return WriteCommand.Of(caller, operation.Type, operation.Key, "create", operation.Draft, operation.Precondition)
            .WithDocument(caller, operation.Type, operation.Key, operation.Draft).Values;
    }

    private static async Task JoinAsync(NpgsqlConnection connection, SeedPlan plan)
    {
        await using var rows = await connection.BeginBinaryImportAsync("COPY scim.membership (tenant_id, group_id, member_id, member_type) FROM STDIN (FORMAT binary)");
        for (var group = 0; group < plan.Groups; group++)
        {
            for (var place = 0; place < plan.MembersOf(group); place++)
            {
                await rows.StartRowAsync();
                await rows.WriteAsync(Tenant);
                await rows.WriteAsync(SeedPlan.GroupId(group));
                await rows.WriteAsync(SeedPlan.UserId(plan.Member(group, place)));
                await rows.WriteAsync("User");
            }
        }

        await rows.CompleteAsync();
    }
}
