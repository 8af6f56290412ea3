using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Storage.Reading;

/// <summary>Reads resources.</summary>
internal sealed class ResourceQueries(ScimDatabase database, SchemaCatalogue catalogue)
{
    /// <summary>The endpoint of each type, for addresses that PostgreSQL writes.</summary>
    public string Endpoints { get; } = JsonSerializer.Serialize(catalogue.ResourceTypes.ToDictionary(x => x.Name, x => x.Endpoint));

    public async Task<Resource?> FindAsync(string tenant, ResourceType type, Guid id, ResourceView view, CancellationToken cancellationToken)
    {
        await using var connection = await database.ByKey.OpenConnectionAsync(cancellationToken);
        return await FindAsync(new Session(connection), tenant, type, id, view, cancellationToken);
    }

    /// <summary>In a session that locks, the resource is locked against changes until the transaction ends.</summary>
    public async Task<Resource?> FindAsync(Session session, string tenant, ResourceType type, Guid id, ResourceView view, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, object?> { ["tenant"] = tenant, ["type"] = type.Name, ["id"] = id, ["base"] = view.BaseUri, ["endpoints"] = Endpoints };

        // Most are in no group of groups, so the shallow statement comes first.
        var resource = await ReadAsync(isShallow: true);
        return resource is not null && GroupColumn.IsTooShallow(resource) ? await ReadAsync(isShallow: false) : resource;

        async Task<Resource?> ReadAsync(bool isShallow)
        {
            await using var command = FindStatements.Of(view, isShallow, session.Locks).With(session, values);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? ResourceColumns.Read(reader, catalogue, type) : null;
        }
    }

    /// <summary>What those of the ids that there are would be as members: <c>value</c>, <c>type</c>, <c>$ref</c> and <c>display</c>.</summary>
    public async Task<IReadOnlyList<JsonObject>> AsMembersAsync(
        Session session, string tenant, IEnumerable<string> ids, string baseUri, CancellationToken cancellationToken)
    {
        var asked = ids.Select(ResourceId.Parse).OfType<Guid>().ToArray();
        if (asked.Length == 0) return [];

        var command = new CommandDefinition(
            ResourceColumns.AsMembers, new { tenant, ids = asked, @base = baseUri, endpoints = Endpoints }, session.Transaction, cancellationToken: cancellationToken);
        var rows = await session.Connection.QueryAsync<string>(command);
        return [.. rows.Select(x => (JsonObject)JsonNode.Parse(x)!)];
    }

    /// <summary>Those of the resources that there are, by their ids.</summary>
    public async Task<IReadOnlyDictionary<Guid, Resource>> FindAsync(
        Session session, string tenant, IReadOnlyCollection<(ResourceType Type, Guid Id)> asked, ResourceView view, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, Resource>();
        if (asked.Count == 0) return found;

        var sql = $"""
            SELECT {ResourceColumns.Of(view)}
            FROM unnest(@ids, @types) asked (id, type)
            JOIN scim.resource r ON r.tenant_id = @tenant AND r.id = asked.id AND r.type = asked.type
            """;
        var types = asked.ToDictionary(x => x.Id, x => x.Type);
        var parameters = new { tenant, ids = types.Keys.ToArray(), types = types.Values.Select(x => x.Name).ToArray(), @base = view.BaseUri, endpoints = Endpoints };
        await using var reader = await session.Connection.ExecuteReaderAsync(new CommandDefinition(sql, parameters, session.Transaction, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken)) found.Add(reader.GetFieldValue<Guid>(0), ResourceColumns.Read(reader, catalogue, types[reader.GetFieldValue<Guid>(0)]));
        return found;
    }

    public async Task<ResourcePage> ListAsync(string tenant, ListQuery query, ResourceView view, CancellationToken cancellationToken)
    {
        var statements = new ListStatements(query, view, tenant, Endpoints);
        if (statements.IsUnique) return await OnlyAsync(query, statements, cancellationToken);

        await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);

        var page = (statements.CanProbe ? await ProbeAsync(connection, query, statements, cancellationToken) : null)
            ?? await WalkAsync(connection, query, statements, cancellationToken);

        // Whoever goes back and finds that nothing is left there has come to the first page.
        return page.Resources.Count == 0 && query is { From.Backward: true, Count: > 0 }
            ? await ListAsync(tenant, query with { From = null }, view, cancellationToken)
            : page;
    }

    private async Task<ResourcePage> OnlyAsync(ListQuery query, ListStatements statements, CancellationToken cancellationToken)
    {
        await using var connection = await database.ByKey.OpenConnectionAsync(cancellationToken);
        var page = await PageAsync(isShallow: true);
        return page.Resources.Any(GroupColumn.IsTooShallow) ? await PageAsync(isShallow: false) : page;

        async Task<ResourcePage> PageAsync(bool isShallow)
        {
            await using var command = statements.Only(isShallow).With(new Session(connection), statements.Parameters.Values);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var (rows, matches) = (new PageRows(query, catalogue), 0L);
            for (; await reader.ReadAsync(cancellationToken); matches++) rows.Read(reader, from: 0);
            return rows.Page(matches);
        }
    }

    private async Task<ResourcePage?> ProbeAsync(
        NpgsqlConnection connection, ListQuery query, ListStatements statements, CancellationToken cancellationToken)
    {
        await using var reader = await ReadAsync(connection, statements, statements.Probe, cancellationToken);
        var rows = new PageRows(query, catalogue);
        var matches = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            matches = reader.GetInt64(0);
            if (matches > ListStatements.ProbeLimit) return null;
            if (!reader.IsDBNull(1)) rows.Read(reader, from: 1);
        }

        return rows.Page(query.From is null ? matches : null);
    }

    private async Task<ResourcePage> WalkAsync(
        NpgsqlConnection connection, ListQuery query, ListStatements statements, CancellationToken cancellationToken)
    {
        string[] sql = [.. query.From is null ? [statements.Count] : Array.Empty<string>(), .. query.Count == 0 ? Array.Empty<string>() : [statements.Walk]];
        var rows = new PageRows(query, catalogue);
        if (sql.Length == 0) return rows.Page(null);

        await using var reader = await ReadAsync(connection, statements, string.Join(";\n", sql), cancellationToken);
        long? matches = null;
        if (query.From is null)
        {
            await reader.ReadAsync(cancellationToken);
            matches = reader.GetInt64(0);
            await reader.NextResultAsync(cancellationToken);
        }

        while (await reader.ReadAsync(cancellationToken)) rows.Read(reader, from: 0);
        return rows.Page(matches);
    }

    private static Task<DbDataReader> ReadAsync(NpgsqlConnection connection, ListStatements statements, string sql, CancellationToken cancellationToken) =>
        connection.ExecuteReaderAsync(new CommandDefinition(sql, statements.Parameters.Values, cancellationToken: cancellationToken));
}
