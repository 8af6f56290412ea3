using System.Text.Json.Nodes;
using Scim.Tests.Api.StateMachine.Commands;

namespace Scim.Tests.Api.StateMachine;

/// <summary>
/// A bulk request done to a copy of the model, one operation after another. What refers to a failure fails; where that shows only
/// later, all is done again without it.
/// </summary>
/// <param name="bulk">The request.</param>
/// <param name="before">The model before it.</param>
/// <param name="idOf">The id of what the operation at a place creates.</param>
internal sealed class BulkRun(InBulk bulk, Model before, Func<int, string> idOf)
{
    private static readonly Expected FailedReference = new(409);

    private readonly BulkCalls _calls = bulk.Calls(before);
    private readonly HashSet<int> _struck = [];
    private readonly Dictionary<int, Expected> _reasons = [];
    private readonly Dictionary<int, Expected> _outcomes = [];
    private readonly Dictionary<int, int> _versions = [];

    /// <summary>What is stored at the end.</summary>
    public Model After { get; private set; } = null!;

    /// <returns>What the answer says of each operation that was reached.</returns>
    public IEnumerable<JsonObject> Run()
    {
        do Pass();
        while (Strike());

        return _outcomes.OrderBy(x => x.Key).Select(x => Json(x.Key, x.Value == FailedReference ? _reasons.GetValueOrDefault(x.Key, FailedReference) : x.Value));
    }

    private void Pass()
    {
        After = before.ForBulk(bulk.Created(idOf));
        _outcomes.Clear();
        _versions.Clear();
        foreach (var place in _calls.InOrder)
        {
            if (_outcomes.Values.Count(x => x.Status >= 400) >= bulk.FailOnErrors && !_calls.ReferAhead) break;
            _outcomes[place] = IsRefusedUnread(place) || !(_struck.Contains(place) || _calls.Of(place).Any(IsKnownToFail)) ? Apply(place) : FailedReference;
            if (IsDone(place) && _calls[place].Method != "DELETE") _versions[place] = After.Get(IdOf(place)).Version;
        }

        // Every answer on a group that gets its later members tells the version that it has with them.
        foreach (var group in After.AddLaterMembers())
        {
            foreach (var place in _versions.Keys.Where(x => IdOf(x) == group)) _versions[place] = After.Get(group).Version;
        }
    }

    private Expected Apply(int place) => _calls.LeadsNowhere(place)
        ? new Expected(400, "invalidValue")
        : bulk.Operations[place].Apply(After, new ScimAnswer(201, null, new Dictionary<string, string>(), $$"""{"id": "{{idOf(place)}}"}"""));

    private bool IsRefusedUnread(int place) => _calls.LeadsNowhere(place) || bulk.Operations[place].IsRefusedUnread(After);

    private bool IsDone(int place) => _outcomes.GetValueOrDefault(place) is { Status: < 400 };

    private bool IsKnownToFail(int place) => IsRefusedUnread(place) || _struck.Contains(place) || (_outcomes.ContainsKey(place) && !IsDone(place));

    /// <summary>Finds what was done and cannot stand, with all that refers to it. What failed for a reason of its own keeps that reason.</summary>
    private bool Strike()
    {
        foreach (var (place, outcome) in _outcomes.Where(x => !IsDone(x.Key) && x.Value != FailedReference)) _reasons.TryAdd(place, outcome);

        var found = _calls.References.Where(x => IsDone(x.Place) && !IsDone(x.Target)).Select(x => x.Place).ToHashSet();
        var isNew = found.Count > 0;
        for (; found.Count > 0; found = [.. _calls.References.Where(x => _struck.Contains(x.Target) && !_struck.Contains(x.Place)).Select(x => x.Place)]) _struck.UnionWith(found);
        return isNew;
    }

    private string IdOf(int place) => _calls.IdOf(place, idOf);

    private JsonObject Json(int place, Expected outcome)
    {
        var json = new JsonObject { ["method"] = _calls[place].Method };
        if (_calls[place].Method == "POST") json["bulkId"] = BulkCalls.Name(place);
        if (IsDone(place)) json["location"] = $"{before.BaseUri}/{_calls[place].Path.Split('/', '?')[0]}/{IdOf(place)}";
        if (_versions.TryGetValue(place, out var version)) json["version"] = $"W/\"{version}\"";
        json["status"] = $"{outcome.Status}";
        if (!IsDone(place)) json["response"] = Error(outcome);
        return json;
    }

    private static JsonObject Error(Expected outcome)
    {
        var error = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"), ["status"] = $"{outcome.Status}" };
        if (outcome.ScimType is not null) error["scimType"] = outcome.ScimType;
        return error;
    }
}
