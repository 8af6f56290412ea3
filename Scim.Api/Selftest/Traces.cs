using System.Text.Json.Nodes;

namespace Scim.Api.Selftest;

/// <summary>What the run has made and not yet deleted.</summary>
/// <param name="wire">To the server.</param>
/// <param name="run">Part of the name of everything that is made; nothing is deleted that does not have it.</param>
internal sealed class Traces(Wire wire, string run)
{
    private readonly List<Made> _made = [];
    private bool _isGone;

    public void Add(Made made) => _made.Add(made);

    public void Forget(Made made) => _made.Remove(made);

    /// <summary>Deletes what belongs to the last step; what fails stays for the end.</summary>
    public Task DeleteOfStepAsync(CancellationToken cancellationToken) => DeleteAsync(x => !_isGone && !x.IsShared && !x.IsLeft, cancellationToken);

    /// <returns>What could not be deleted, each with the reason.</returns>
    public async Task<IReadOnlyList<string>> DeleteAllAsync(CancellationToken cancellationToken) => await DeleteAsync(_ => true, cancellationToken);

    /// <summary>The last first, so that groups go before their members. A server that is gone is not waited for again and again.</summary>
    private async Task<List<string>> DeleteAsync(Func<Made, bool> which, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        string? gone = null;
        foreach (var made in _made.Where(which).Reverse().ToList())
        {
            var problem = gone;
            if (problem is null) (problem, gone) = await DeleteAsync(made, cancellationToken);
            made.IsLeft = problem is not null;
            if (problem is null) _made.Remove(made);
            else left.Add($"{(made.Id is null ? $"/{made.Type}" : made.Path)} \"{made.Name}\": {problem}");
        }

        _isGone |= gone is not null;
        return left;
    }

    private async Task<(string? Problem, string? Gone)> DeleteAsync(Made made, CancellationToken cancellationToken)
    {
        if (made.Id is null && await FindAsync(made, cancellationToken) is { } unclear) return unclear;
        if (made.Id is null) return (null, null);

        var exchange = await wire.SendAsync("DELETE", made.Path, null, null, cancellationToken);
        return exchange.Response switch
        {
            null => (exchange.NoAnswer, exchange.NoAnswer),
            { Status: >= 200 and < 300 or 404 or 410 } => (null, null),
            var x => ($"DELETE was answered with {x.Status}", null),
        };
    }

    /// <summary>A server may ignore the filter, and then its list is of everybody: only what bears the name is taken.</summary>
    private async Task<(string? Problem, string? Gone)?> FindAsync(Made made, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString($"{made.NameAttribute} eq {Talk.Quote(made.Name)}");
        var exchange = await wire.SendAsync("GET", $"/{made.Type}?filter={filter}", null, null, cancellationToken);
        if (exchange.Response is not { } response) return (exchange.NoAnswer, exchange.NoAnswer);
        if (response.Status != 200 || Json.Object(response.Body) is not { } list) return ($"it may be there; looking for it was answered with {response.Status}", null);

        var found = (list["Resources"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(x => made.Name.Contains(run, StringComparison.Ordinal) && Json.IsText(x[made.NameAttribute], made.Name));
        made.Id = Json.Text(found?["id"]) is { Length: > 0 } id ? id : null;
        return null;
    }
}
