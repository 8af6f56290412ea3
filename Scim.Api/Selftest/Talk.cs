using System.Text.Json.Nodes;

namespace Scim.Api.Selftest;

/// <summary>What a step says to the server. Everything that it makes here is deleted after it.</summary>
internal sealed class Talk(Wire wire, Traces traces, string run, CancellationToken cancellationToken)
{
    private readonly List<Exchange> _exchanges = [];
    private readonly List<Made> _people = [];
    private int _count;

    public IReadOnlyList<Exchange> Exchanges => _exchanges;

    /// <summary>Before each step.</summary>
    public void Begin() => _exchanges.Clear();

    /// <summary>A userName or an address that nobody has.</summary>
    public string NewName() => $"selftest-{run}-{++_count}@example.com";

    public string NewGroupName() => $"Selftest {run} {++_count}";

    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>A text in a filter.</summary>
    public static string Quote(string text) => JsonValue.Create(text).ToJsonString(Json.Plain);

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    public Task<Answer> GetAsync(Made made) => SendAsync("GET", made.Path);

    /// <summary>Spaces go as + and quotes as %22, as Entra writes them.</summary>
    public Task<Answer> FindAsync(string type, string filter, string further = "") =>
        SendAsync("GET", $"/{type}?filter={Uri.EscapeDataString(filter).Replace("%20", "+", StringComparison.Ordinal)}{further}");

    public Task<Answer> PatchAsync(Made made, params JsonObject[] operations) =>
        SendAsync("PATCH", made.Path, new JsonObject { ["schemas"] = new JsonArray(Urn.PatchOp), ["Operations"] = new JsonArray([.. operations]) }.ToJsonString(Json.Plain));

    public Task<Answer> DeleteAsync(Made made) => SendAsync("DELETE", made.Path);

    /// <summary>Makes a user or a group. <see cref="Made.Id"/> is set where the answer has one.</summary>
    public async Task<(Made Made, Answer Answer)> CreateAsync(string type, JsonObject body, bool isShared = false)
    {
        var name = Json.Text(body[type == "Users" ? "userName" : "displayName"]);
        var made = new Made(type, name ?? "") { IsShared = isShared };
        if (name is not null) traces.Add(made);

        var answer = await SendAsync("POST", $"/{type}", body.ToJsonString(Json.Plain));
        made.Id = Json.Text(Json.Object(answer.Exchange.Response!.Body)?["id"]) is { Length: > 0 } id && answer.Status is >= 200 and < 300 ? id : null;
        if (answer.Status is >= 400 and < 500) traces.Forget(made);
        return (made, answer);
    }

    /// <summary>Somebody with a name, a work address and the given further attributes.</summary>
    public async Task<Made> NewUserAsync(JsonObject? further = null) => await PrepareAsync("Users", Bodies.User(NewName(), further));

    /// <summary>Somebody who is not to be changed: the first, the second and so on are the same in all steps.</summary>
    public async Task<string> PersonAsync(int number)
    {
        while (_people.Count < number) _people.Add(await PrepareAsync("Users", Bodies.User(NewName()), isShared: true));
        return _people[number - 1].Id!;
    }

    /// <summary>A group, whose members come by PATCH as from Entra.</summary>
    public async Task<Made> NewGroupAsync(Dialect dialect, params string[] memberIds)
    {
        var group = await PrepareAsync("Groups", Bodies.Group(NewGroupName()));
        if (memberIds.Length == 0) return group;

        var added = await PatchAsync(group, dialect.AddMembers(memberIds));
        return added.Status is 200 or 204 ? group : throw new UnpreparedException($"Members could not be added: the answer was {added.Status}.", added.Exchange);
    }

    public async Task<Answer> SendAsync(string method, string path, string? body = null, string? token = null)
    {
        var exchange = await wire.SendAsync(method, path, body, token, cancellationToken);
        _exchanges.Add(exchange);
        return new Answer(exchange);
    }

    private async Task<Made> PrepareAsync(string type, JsonObject body, bool isShared = false)
    {
        var (made, answer) = await CreateAsync(type, body, isShared);
        return made.Id is null
            ? throw new UnpreparedException($"{(type == "Users" ? "A user" : "A group")} for this step could not be made: the answer was {answer.Status}{(answer.Status < 300 ? " without an id" : "")}.", answer.Exchange)
            : made;
    }
}
