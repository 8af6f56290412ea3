using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Scim.Filter;
using Scim.Resources.Bodies;
using Scim.Resources.Filtering;
using Scim.Resources.Operations;
using Scim.Resources.Patching;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.Logging;
using Scim.Storage.Reading;
using Scim.Storage.Writing;
using Scim.Tests.Databases;
using Scim.Tests.Schemas;

namespace Scim.Tests.Storage;

/// <summary>A store with a database of its own. Resources go in and come out as the JSON that clients see.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string BaseUri = "https://scim.example.com/scim";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TestDatabase? _database;

    private TestStore(TestDatabase? database, string connectionString, SchemaCatalogue catalogue)
    {
        _database = database;
        Catalogue = catalogue;
        Database = new ScimDatabase(connectionString);
        Resources = new ResourceStore(Database, catalogue, new LoggedValues(LoggedValues.Default));
    }

    public SchemaCatalogue Catalogue { get; }

    public ScimDatabase Database { get; }

    public ResourceStore Resources { get; }

    public string ConnectionString => Database.ConnectionString;

    public static async Task<TestStore> CreateAsync(SchemaCatalogue? catalogue = null)
    {
        var database = await TestDatabase.CreateAsync();
        return new TestStore(database, database.ConnectionString, catalogue ?? SomeSchemas.BuiltIn);
    }

    /// <summary>Another store over the same database, whose sessions have further settings. What is stored with it shows neither members nor groups.</summary>
    public TestStore Again(string settings) => new(null, $"{ConnectionString};{settings}", Catalogue);

    public ResourceType Type(string name) => Catalogue.FindType(name)!;

    public static Caller Caller(string tenant = "default") => new(tenant, "tests");

    public ResourceView View(string type) =>
        _database is null ? new ResourceView(BaseUri, Members: false, Groups: false) : ResourceView.Of(Projection.Default(Type(type)), BaseUri);

    public Task<WriteOutcome> TryCreateAsync(string type, string json, string tenant = "default") =>
        WriteAsync(ResourceOperation.Create(Type(type), Object(json)), tenant);

    public async Task<Guid> CreateAsync(string type, string json, string tenant = "default") =>
        Stored(await TryCreateAsync(type, json, tenant)).Id;

    public Task<Guid> CreateUserAsync(string userName, string further = "", string tenant = "default") => CreateAsync("User", $$"""
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": {{Quote(userName)}}{{(further.Length == 0 ? "" : ", " + further)}}}
        """, tenant);

    public Task<Guid> CreateGroupAsync(string displayName, params IEnumerable<Guid> members) =>
        CreateAsync("Group", GroupBody(displayName, members.Select(x => x.ToString())));

    public static string GroupBody(string displayName, IEnumerable<string> members) => $$"""
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": {{Quote(displayName)}}, "members": {{Members(members)}}}
        """;

    /// <summary>The elements of <c>members</c> as a JSON array.</summary>
    public static string Members(params IEnumerable<object> ids) => $"[{string.Join(", ", ids.Select(id => $$"""{"value": {{Quote(id.ToString()!)}}}"""))}]";

    public Task<WriteOutcome> ReplaceAsync(string type, Guid id, string json) =>
        WriteAsync(ResourceOperation.Replace(Type(type), id.ToString(), Object(json), Precondition.None));

    /// <param name="type">The type.</param>
    /// <param name="id">The resource.</param>
    /// <param name="operations">The inside of <c>Operations</c>.</param>
    /// <param name="tenant">The tenant.</param>
    public Task<WriteOutcome> PatchAsync(string type, Guid id, string operations, string tenant = "default") =>
        WriteAsync(new PatchOperation(Type(type), id.ToString(), Patch(Type(type), operations), Precondition.None), tenant);

    public static PatchRequest Patch(ResourceType type, string operations) =>
        PatchRequest.Parse(type, Object($$"""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{{operations}}]}"""));

    public Task<WriteOutcome> AddMembersAsync(Guid group, params IEnumerable<object> ids) => PatchAsync("Group", group, AddOperation(ids));

    public Task<WriteOutcome> RemoveMembersAsync(Guid group, params IEnumerable<object> ids) => PatchAsync("Group", group, RemoveOperation(ids));

    public static string AddOperation(params IEnumerable<object> ids) => $$"""{"op": "add", "path": "members", "value": {{Members(ids)}}}""";

    public static string RemoveOperation(params IEnumerable<object> ids) => $$"""{"op": "remove", "path": "members", "value": {{Members(ids)}}}""";

    /// <returns>False where there was no such resource.</returns>
    public async Task<bool> DeleteAsync(string type, Guid id, string tenant = "default") =>
        await WriteAsync(ResourceOperation.Delete(Type(type), id.ToString(), Precondition.None), tenant) is Deleted;

    public Task<WriteOutcome> WriteAsync(ResourceOperation operation, string tenant = "default") =>
        Resources.WriteAsync(Caller(tenant), operation, View(operation.Type.Name), CancellationToken.None);

    public Task<Resource?> FindAsync(string type, Guid id, string tenant = "default") =>
        Resources.FindAsync(tenant, Type(type), id, View(type), CancellationToken.None);

    public async Task<IReadOnlyList<string>> MembersAsync(Guid group) =>
        ((JsonArray?)Json((await FindAsync("Group", group))!)["members"] ?? []).Select(x => x!["value"]!.GetValue<string>()).ToList();

    public Task<ResourcePage> ListAsync(string type, string? filter, long offset = 0, int count = 1_000, string tenant = "default")
    {
        var query = new ListQuery([new Selection(Type(type), filter is null ? null : Bind(type, filter))], count) { Offset = offset };
        return Resources.ListAsync(tenant, query, new ResourceView(BaseUri, Members: false, Groups: false), CancellationToken.None);
    }

    public BoundFilter Bind(string type, string filter) => FilterBinder.Bind(Type(type), ScimFilter.Parse(filter));

    /// <summary>The resource as clients see it.</summary>
    public static JsonObject Json(Resource resource)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, ResourceWriter.Options))
            ResourceWriter.Write(json, output, resource, Projection.Default(resource.Type), BaseUri);
        return (JsonObject)JsonNode.Parse(output.WrittenSpan)!;
    }

    /// <summary>What a write stored; fails where it stored nothing.</summary>
    public static Resource Stored(WriteOutcome outcome)
    {
        Assert.That(outcome, Is.TypeOf<Stored>());
        return ((Stored)outcome).Resource;
    }

    /// <summary>Rows read in the tables and entries read in their indexes, as far as sessions have told of them.</summary>
    /// <param name="application">Sessions of this name are waited for: they tell when they end.</param>
    /// <param name="tables">The tables.</param>
    public async Task<long> RowsReadAsync(string? application, params string[] tables)
    {
        Assert.That(
            async () => await ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = @application", new { application }),
            Is.Zero.After(20).Seconds.PollEvery(20).MilliSeconds);
        return await ScalarAsync<long>("""
            SELECT (SELECT sum(t.seq_tup_read) FROM pg_stat_user_tables t WHERE t.schemaname = 'scim' AND t.relname = ANY (@tables))::bigint
                 + (SELECT sum(i.idx_tup_read) FROM pg_stat_user_indexes i WHERE i.schemaname = 'scim' AND i.relname = ANY (@tables))::bigint
            """, new { tables });
    }

    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.Searches.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }

    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.Searches.OpenConnectionAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.Searches.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, commandTimeout: 300);
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text, Readable);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    private static JsonObject Object(string json) => JsonBody.Parse(System.Text.Encoding.UTF8.GetBytes(json));
}
