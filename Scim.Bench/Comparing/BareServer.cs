using System.CommandLine;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Scim.Storage;

namespace Scim.Bench.Comparing;

/// <summary>
/// What a service would cost that only passes bytes on: a minimal API, one statement a request, over the same pool and the same server. Reads
/// give back the very bytes of the service's answers, which lie ready in <c>bare.answer</c>; a write does the inserts of the service's own.
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

    private const string Insert = """
        WITH changed AS (
            INSERT INTO bare.resource (tenant_id, id, type, unique_key, external_id, display, created, last_modified, doc, search, search_text)
            VALUES ('default', @id, 'User', @key, @external, @key, now(), now(), @body::json, @body::jsonb, @text)
            RETURNING id, version)
        INSERT INTO bare.provisioning_log (tenant_id, id, operation, type, resource_id, version, credential, correlation_id, ignored)
        SELECT 'default', @logId, 'create', 'User', id, version, 'bare', NULL, '{}'
        FROM changed
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
        app.MapGet("scim/Users/{id:guid}", (Guid id, HttpResponse response) => FindAsync(database.ByKey, "id", id, isList: false, response));
        app.MapGet("scim/Users", (string filter, HttpResponse response) => FindAsync(database.ByKey, "user_name", filter.Split('"')[1], isList: true, response));
        app.MapPost("scim/Users", (HttpRequest request, HttpResponse response) => CreateAsync(database.ByKey, request, response));
        await app.RunAsync(cancellationToken);
    }

    private static async Task FindAsync<T>(NpgsqlDataSource database, string column, T value, bool isList, HttpResponse response)
    {
        await using var command = database.CreateCommand($"SELECT body FROM bare.answer WHERE {column} = $1");
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        if (await command.ExecuteScalarAsync() is not byte[] body)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

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
