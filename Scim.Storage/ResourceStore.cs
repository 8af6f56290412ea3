using Npgsql;
using Scim.Resources.Bulk;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage.Logging;
using Scim.Storage.Reading;
using Scim.Storage.Writing;

namespace Scim.Storage;

/// <summary>The resources of all tenants in PostgreSQL: read, apply, write.</summary>
public sealed class ResourceStore
{
    // Two deletes of groups that contain each other can lock one another out, and so can bulk requests for the same names; PostgreSQL then ends
    // one of them. Each time another one has gone on, so this many tries see off as many others.
    private const int ConflictTries = 10;

    private const int MaxPauseMilliseconds = 100;

    private readonly ScimDatabase _database;
    private readonly ResourceQueries _queries;
    private readonly ResourceChanges _changes;
    private readonly EarlyStatistics _statistics;

    /// <param name="database">The database.</param>
    /// <param name="catalogue">The types.</param>
    /// <param name="logged">The values that the provisioning log holds.</param>
    public ResourceStore(ScimDatabase database, SchemaCatalogue catalogue, LoggedValues logged)
    {
        _database = database;
        _queries = new ResourceQueries(database, catalogue);
        _statistics = new EarlyStatistics(database);
        _changes = new ResourceChanges(_queries, new ResourceWrites(_queries, catalogue, logged));
    }

    /// <summary>Null where the tenant has no such resource.</summary>
    public Task<Resource?> FindAsync(string tenant, ResourceType type, Guid id, ResourceView view, CancellationToken cancellationToken) =>
        _queries.FindAsync(tenant, type, id, view, cancellationToken);

    public Task<ResourcePage> ListAsync(string tenant, ListQuery query, ResourceView view, CancellationToken cancellationToken) =>
        _queries.ListAsync(tenant, query, view, cancellationToken);

    /// <summary>Carries out the operation, whole or not at all.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="view">What the outcome shows of the resource.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Scim.Resources.ScimException">The operation does not fit what is stored; nothing was changed.</exception>
    public async Task<WriteOutcome> WriteAsync(Caller caller, ResourceOperation operation, ResourceView view, CancellationToken cancellationToken)
    {
        var outcome = await InSessionAsync(session => _changes.RunAsync(session, caller, operation, view, cancellationToken), cancellationToken);
        if (operation is CreateOperation && outcome is Stored) await _statistics.CreatedAsync(1);
        return outcome;
    }

    /// <summary>Carries out the operations in one transaction; one that fails undoes itself alone.</summary>
    /// <returns>Their outcomes, in the order of the request; null for what was not reached.</returns>
    public async Task<IReadOnlyList<WriteOutcome?>> BulkAsync(Caller caller, BulkPlan plan, string baseUri, CancellationToken cancellationToken)
    {
        var bulk = new BulkTransaction(_changes, caller, plan, new ResourceView(baseUri, Members: false, Groups: false));
        var outcomes = await InSessionAsync(session => bulk.RunAsync(session, cancellationToken), cancellationToken);
        await _statistics.CreatedAsync(plan.Operations.Zip(outcomes).Count(x => x is { First.Operation: CreateOperation, Second: Stored }));
        return outcomes;
    }

    private async Task<T> InSessionAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _database.ByKey.OpenConnectionAsync(cancellationToken);
                return await work(new Session(connection));
            }
            catch (PostgresException e) when (StorageErrors.IsConflict(e) && attempt < ConflictTries)
            {
                // The other transaction has gone on: PostgreSQL waited a second before it gave this one up. Several that were given up must not meet again.
                await Task.Delay(Random.Shared.Next(MaxPauseMilliseconds), cancellationToken);
            }
        }
    }
}
