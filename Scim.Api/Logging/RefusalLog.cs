using System.Text.Json.Nodes;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using Scim.Api.Authentication;
using Scim.Api.Protocol;
using Scim.Resources.Bulk;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.Logging;

namespace Scim.Api.Logging;

/// <summary>Writes what was refused into the provisioning log of whoever asked, before it is answered.</summary>
public sealed class RefusalLog(ProvisioningLog log, LoggedValues logged, SchemaCatalogue catalogue, ILogger<RefusalLog> logger) : IDisposable
{
    /// <summary>Refused requests of one credential that are logged in a minute.</summary>
    public const int MostAMinute = 300;

    // Of those that a limit turns away, and of those whose credential has ended, one tells enough: a flood is not to become one of rows.
    private static readonly TimeSpan BetweenAlike = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<(string Tenant, string? Credential)> _rows = PartitionedRateLimiter.Create<(string Tenant, string? Credential), (string, string?)>(
        who => RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = MostAMinute, Window = TimeSpan.FromMinutes(1) }));

    private readonly MemoryCache _alike = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>A request. Without a credential it is in nobody's log.</summary>
    public async Task AddAsync(HttpContext context, ScimError error)
    {
        if (Credential.Of(context.User) is not { } credential || (error.Status == StatusCodes.Status429TooManyRequests && !IsFirst((credential.Tenant, credential.Id, error.Status)))) return;

        var address = RequestAddress.Of(context.Request, catalogue);
        var subject = LogSubject.Of(address.Type, address.Id, context.Features.Get<RequestBody>()?.Content);
        var sent = SentValues.In(context.Features.Get<RequestBody>()?.Content).Concat(SentValues.In(context.Request.Path).Where(x => x != address.Type?.Endpoint.TrimStart('/')));
        await AddAsync(
            new Caller(credential.Tenant, credential.Name, context.TraceIdentifier),
            [new Refusal(address.Operation, address.Type?.Name, subject, error.Status, logged.Reason(error.Detail, sent))]);
    }

    /// <summary>A credential that is known, and not taken: written behind the answer, whose time must not tell that it is known.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="credential">What the log calls it.</param>
    /// <param name="credentialId">Tells it from the tenant's others.</param>
    /// <param name="reason">Why, without secrets.</param>
    public void AddEnded(HttpContext context, string tenant, string credential, string credentialId, string reason)
    {
        const int status = StatusCodes.Status401Unauthorized;
        if (!IsFirst((tenant, credentialId, status))) return;

        var caller = new Caller(tenant, credential, context.TraceIdentifier);
        context.Response.OnCompleted(() => AddAsync(caller, [new Refusal("authenticate", null, new LogSubject([], []), status, reason)]));
    }

    /// <summary>Operations of a bulk request.</summary>
    /// <param name="caller">Who sent it.</param>
    /// <param name="body">The request.</param>
    /// <param name="refused">Each with its place in the request.</param>
    public Task AddAsync(Caller caller, JsonObject body, IEnumerable<(int Place, BulkOperation Operation, ScimError Error)> refused)
    {
        var operations = body.FirstOrDefault(x => string.Equals(x.Key, "Operations", StringComparison.OrdinalIgnoreCase)).Value as JsonArray;
        return AddAsync(caller, [.. refused.Select(x => Of(x.Operation, x.Error, operations?[x.Place]))]);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _alike.Dispose();
    }

    private async Task AddAsync(Caller caller, IReadOnlyList<Refusal> refusals)
    {
        try
        {
            // Also where the client has gone: it was refused all the same.
            await log.AddAsync(caller, [.. Limited(caller, refusals)], CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning("Refused request {CorrelationId} is not in the provisioning log: {Message}", caller.CorrelationId, e.Message);
        }
    }

    private Refusal Of(BulkOperation operation, ScimError error, JsonNode? sent)
    {
        JsonObject? body = operation.Operation switch
        {
            CreateOperation x => x.Draft.Document,
            ReplaceOperation x => x.Body,
            _ => null,
        };
        var id = operation.Id is { } text ? ResourceId.Parse(text) : null;
        var values = SentValues.In(sent).Where(x => x != operation.Type?.Endpoint && x != operation.Type?.Endpoint.TrimStart('/'));
        return new Refusal(
            RequestAddress.OperationOf(operation.Method ?? ""), operation.Type?.Name, LogSubject.Of(operation.Type, id, body), error.Status, logged.Reason(error.Detail, values));
    }

    /// <summary>A client that is refused all the time fills no more than so much of the log; where it ends, a row says so.</summary>
    private IEnumerable<Refusal> Limited(Caller caller, IEnumerable<Refusal> refusals)
    {
        foreach (var refusal in refusals)
        {
            using var lease = _rows.AttemptAcquire((caller.Tenant, caller.Credential));
            if (lease.IsAcquired) yield return refusal;
            else if (IsFirst((caller.Tenant, caller.Credential)))
                yield return refusal with { Detail = $"More than {MostAMinute} requests of this credential were refused within a minute. Further ones are not logged until it is over." };
        }
    }

    private bool IsFirst(object kind)
    {
        if (_alike.TryGetValue(kind, out _)) return false;

        _alike.Set(kind, true, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = BetweenAlike, Size = 1 });
        return true;
    }
}
