using System.Text.Json.Nodes;
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
    // Of those that a limit turns away, and of those whose credential has ended, one tells enough: a flood is not to become one of rows.
    private static readonly TimeSpan BetweenAlike = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _alike = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>A request. Without a credential it is in nobody's log.</summary>
    public async Task AddAsync(HttpContext context, ScimError error)
    {
        if (Credential.Of(context.User) is not { } credential || (error.Status == StatusCodes.Status429TooManyRequests && !IsFirst((credential.Tenant, credential.Id, error.Status)))) return;

        var address = RequestAddress.Of(context.Request, catalogue);
        var subject = LogSubject.Of(address.Type, address.Id, context.Features.Get<RequestBody>()?.Content);
        await AddAsync(
            new Caller(credential.Tenant, credential.Name, context.TraceIdentifier),
            [new Refusal(address.Operation, address.Type?.Name, subject, error.Status, logged.Reason(error.Detail))]);
    }

    /// <summary>A credential that is known, and not taken.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="credentialId">Tells it from the tenant's others.</param>
    /// <param name="status">What was answered.</param>
    /// <param name="reason">Why, without secrets.</param>
    public Task AddAsync(Caller caller, string credentialId, int status, string reason) => IsFirst((caller.Tenant, credentialId, status))
        ? AddAsync(caller, [new Refusal("authenticate", null, new LogSubject([], []), status, logged.Reason(reason))])
        : Task.CompletedTask;

    /// <summary>Operations of a bulk request.</summary>
    public Task AddAsync(Caller caller, IEnumerable<(BulkOperation Operation, ScimError Error)> refused) =>
        AddAsync(caller, [.. refused.Select(x => Of(x.Operation, x.Error))]);

    public void Dispose() => _alike.Dispose();

    private async Task AddAsync(Caller caller, IReadOnlyList<Refusal> refusals)
    {
        try
        {
            // Also where the client has gone: it was refused all the same.
            await log.AddAsync(caller, refusals, CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning("Refused request {CorrelationId} is not in the provisioning log: {Message}", caller.CorrelationId, e.Message);
        }
    }

    private Refusal Of(BulkOperation operation, ScimError error)
    {
        JsonObject? body = operation.Operation switch
        {
            CreateOperation x => x.Draft.Document,
            ReplaceOperation x => x.Body,
            _ => null,
        };
        var id = operation.Id is { } text ? ResourceId.Parse(text) : null;
        return new Refusal(
            RequestAddress.OperationOf(operation.Method ?? ""), operation.Type?.Name, LogSubject.Of(operation.Type, id, body), error.Status, logged.Reason(error.Detail));
    }

    private bool IsFirst(object kind)
    {
        if (_alike.TryGetValue(kind, out _)) return false;

        _alike.Set(kind, true, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = BetweenAlike, Size = 1 });
        return true;
    }
}
