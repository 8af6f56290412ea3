namespace Scim.Storage.Telemetry;

/// <summary>When a client last sent a request, as the database knows it.</summary>
internal static class LastClientRequest
{
    /// <summary>
    /// A subquery of at most one row, with the columns at and credential. A token's use is noted to the minute, the log's rows exactly; credentials that are
    /// stored nowhere, such as the bootstrap token, are in the log alone. Admin tokens sign people in.
    /// </summary>
    /// <param name="tenant">The tenant in SQL: a parameter, or a column of a query around it.</param>
    public static string Of(string tenant) => $"""
        (SELECT t.last_used AS at, t.name AS credential
         FROM scim.token t
         WHERE t.tenant_id = {tenant} AND t.last_used IS NOT NULL AND t.scope <> 'scim.admin'
         ORDER BY t.last_used DESC
         LIMIT 1)
        UNION ALL
        (SELECT l.at, l.credential
         FROM (SELECT * FROM scim.provisioning_log WHERE tenant_id = {tenant} ORDER BY id DESC LIMIT 1000) l
         WHERE l.credential IS NOT NULL AND l.operation NOT IN ('grafana', 'console', 'release', 'authenticate')
         ORDER BY l.id DESC
         LIMIT 1)
        ORDER BY at DESC
        LIMIT 1
        """;
}
