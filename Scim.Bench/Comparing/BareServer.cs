using System.CommandLine;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Scim.Storage;

namespace Scim.Bench.Comparing;

/// <summary>
/// What a service would cost that only passes bytes on: a minimal API, one statement a request, over the same pool and the same server. Reads
/// give back the very bytes of the service's answers, which lie ready in <c>bare.answer</c>; a write does the inserts of the service's own. Under
/// <c>joined</c> nothing lies ready: the statement puts the same bytes together from the service's tables.
/// </summary>
internal static class BareServer
{
    /// <summary>The tables beside the service's.</summary>
    public const string Tables = """
        DROP SCHEMA IF EXISTS bare CASCADE;
        CREATE SCHEMA bare;
        CREATE TABLE bare.answer (id uuid PRIMARY KEY, user_name text COLLATE "C" NOT NULL UNIQUE, body bytea NOT NULL);
        CREATE TABLE bare.resource (LIKE scim.resource INCLUDING ALL) WITH (fillfactor = 85);
        CREATE TABLE bare.provisioning_log (LIKE scim.provisioning_log INCLUDING ALL)
        """;

    /// <summary>The address of the service, which stands in its answers.</summary>
    public const string BaseSetting = "Base";

    private const string Ready = "SELECT body FROM bare.answer";

    private const string Insert = """
        WITH changed AS (
            INSERT INTO bare.resource (tenant_id, id, type, unique_key, external_id, display, created, last_modified, doc, search, search_text)
            VALUES ('default', @id, 'User', @key, @external, @key, now(), now(), @body::json, @body::jsonb, @text)
            RETURNING id, version)
        INSERT INTO bare.provisioning_log (tenant_id, id, operation, type, resource_id, version, credential, correlation_id, ignored)
        SELECT 'default', @logId, 'create', 'User', id, version, 'bare', NULL, '{}'
        FROM changed
        """;

    private const string Joined = """
        SELECT left(r.doc::text, -1)
            || ',"id":"' || r.id
            || coalesce('","groups":[' || (
                SELECT string_agg('{"value":"' || g.id || '","$ref":"' || $2 || '/Groups/' || g.id || '","display":' || to_json(g.display) || ',"type":"direct"}', ',' ORDER BY g.id)
                FROM scim.membership m
                JOIN scim.resource g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
                WHERE m.tenant_id = r.tenant_id AND m.member_id = r.id) || '],', '",')
            || '"meta":{"resourceType":"User","created":"' || to_char(r.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            || '","lastModified":"' || to_char(r.last_modified AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            || '","location":"' || $2 || '/Users/' || r.id || '","version":"W/\"' || r.version || '\""}}'
        FROM scim.resource r
        WHERE r.tenant_id = 'default'
        """;

    private const string ContentType = "application/scim+json";

    private static readonly byte[] ListStart = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":["""u8.ToArray();

    private static readonly byte[] ListEnd = "]}"u8.ToArray();

    public static Command Command()
    {
        var command = new Command("bare", "Runs the bare endpoints that compare measures the service against.") { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        await using var database = new ScimDatabase(builder.Configuration.GetConnectionString("Scim")!);
        await using var app = builder.Build();
        app.MapGet("ready", () => Results.Ok());
        var baseUri = builder.Configuration[BaseSetting] ?? "";
        app.MapGet("scim/Users/{id:guid}", (Guid id, HttpResponse response) => FindAsync(database.ByKey, $"{Ready} WHERE id = $1", [Value(id)], isList: false, response));
        app.MapGet("scim/Users", (string filter, HttpResponse response) => FindAsync(database.ByKey, $"{Ready} WHERE user_name = $1", [Value(Name(filter))], isList: true, response));
        app.MapGet("joined/Users/{id:guid}", (Guid id, HttpResponse response) =>
            FindAsync(database.ByKey, $"{Joined} AND r.id = $1", [Value(id), Value(baseUri)], isList: false, response));
        app.MapGet("joined/Users", (string filter, HttpResponse response) =>
            FindAsync(database.ByKey, $"{Joined} AND r.type = 'User' AND r.unique_key = $1", [Value(Name(filter)), Value(baseUri)], isList: true, response));
        app.MapPost("scim/Users", (HttpRequest request, HttpResponse response) => CreateAsync(database.ByKey, request, response));
        await app.RunAsync(cancellationToken);
    }

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static string Name(string filter) => filter.Split('"')[1];

    private static async Task FindAsync(NpgsqlDataSource database, string sql, NpgsqlParameter[] values, bool isList, HttpResponse response)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(values);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = reader.GetFieldValue<byte[]>(0);
        byte[] bytes = isList ? [.. ListStart, .. body, .. ListEnd] : body;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes);
    }

    private static async Task CreateAsync(NpgsqlDataSource database, HttpRequest request, HttpResponse response)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        var (key, external, text) = Read(body);

        await using var command = database.CreateCommand(Insert);
        command.Parameters.AddWithValue("id", Guid.CreateVersion7());
        command.Parameters.AddWithValue("logId", Guid.CreateVersion7());
        command.Parameters.AddWithValue("key", key);
        command.Parameters.AddWithValue("external", external);
        command.Parameters.AddWithValue("text", text);
        command.Parameters.AddWithValue("body", NpgsqlDbType.Text, Encoding.UTF8.GetString(body));
        await command.ExecuteNonQueryAsync();

        response.StatusCode = StatusCodes.Status201Created;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }

    // The indexes get what the service would give them: two names, and all strings for the trigrams.
    private static (string Key, string External, string Text) Read(byte[] body)
    {
        var (name, key, external, text) = ("", "", "", new StringBuilder());
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName) name = reader.GetString()!;
            if (reader.TokenType != JsonTokenType.String) continue;

            var value = reader.GetString()!.ToLowerInvariant();
            text.Append(value).Append('\n');
            if (name == "userName") key = value;
            if (name == "externalId") external = value;
        }

        return (key, external, text.ToString());
    }
}
