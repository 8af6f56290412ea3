using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine;

/// <summary>One request. To add a kind of request, derive from this in <c>Commands/</c> and name it in <see cref="CommandGen"/>.</summary>
internal abstract record Command
{
    /// <summary>What to send.</summary>
    public abstract Call Call(Model model);

    /// <summary>Does the same to the model. An id that the service gives is read from its answer.</summary>
    /// <exception cref="Refused">400 with that scimType.</exception>
    protected abstract Expected Run(Model model, ScimAnswer answer);

    /// <summary>The request that follows from the answer; null for none.</summary>
    public virtual Command? Next(ScimAnswer answer) => null;

    /// <summary>What the answer says, for counting.</summary>
    public virtual IEnumerable<string> Outcomes(ScimAnswer answer) => [$"{GetType().Name} {answer.Status}"];

    /// <summary>Less of the same, which may show the same fault.</summary>
    public virtual IEnumerable<Command> Smaller() => [];

    /// <summary>Whether it is refused for what it says, whatever is stored.</summary>
    public virtual bool IsRefusedUnread(Model model) => false;

    public Expected Apply(Model model, ScimAnswer answer)
    {
        try
        {
            return Run(model, answer);
        }
        catch (Refused e)
        {
            return new Expected(400, e.ScimType);
        }
    }
}

/// <summary>A request as it is sent.</summary>
internal sealed record Call(string Method, string Path, JsonObject? Body = null)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public override string ToString() => $"{Method} {Path}{string.Concat(Headers.Select(x => $"\n    {x.Name}: {x.Value}"))}{(Body is null ? "" : $"\n    {Text(Body)}")}";

    /// <summary>On one line, but several operations each on its own.</summary>
    private static string Text(JsonObject body)
    {
        if (body["Operations"] is not JsonArray { Count: > 1 } operations) return body.ToJsonString();
        var others = new JsonObject(body.Where(x => x.Key != "Operations").Select(x => KeyValuePair.Create(x.Key, x.Value?.DeepClone())));
        return $"{others.ToJsonString()[..^1]},\"Operations\":[{string.Join(',', operations.Select(x => $"\n        {x!.ToJsonString()}"))}]}}";
    }
}

/// <summary>What the model says of an answer.</summary>
internal sealed record Expected(int Status, string? ScimType = null, JsonNode? Body = null)
{
    public static Expected NotFound { get; } = new(404);

    public static Expected AtAnotherVersion { get; } = new(412);

    public static Expected Taken { get; } = new(409, "uniqueness");

    public static Expected Nothing { get; } = new(204);

    /// <summary>The version of the ETag, where the body does not say it.</summary>
    public int? Version { get; init; }

    /// <summary>Null where the answer is what it should be.</summary>
    public string? Difference(ScimAnswer answer)
    {
        if (answer.Status != Status) return $"expected {Status} {ScimType}, was {answer.Status}: {answer.Text}";
        if (Status >= 400) return answer.ScimType == ScimType ? null : $"expected {ScimType}, was {answer.Text}";
        if (Version is { } tag && answer.Headers.GetValueOrDefault("ETag") != $"W/\"{tag}\"") return $"expected the ETag W/\"{tag}\", was {answer.Headers.GetValueOrDefault("ETag")}";
        if (Body is null) return answer.Text.Length == 0 ? null : $"expected no body, was {answer.Text}";

        if (Body["meta"]?["version"] is { } version && answer.Headers.GetValueOrDefault("ETag") != version.GetValue<string>()) return $"expected the ETag {version}, was {answer.Headers.GetValueOrDefault("ETag")}";
        var (expected, actual) = (View.Comparable(Body), View.Comparable(answer.Body));
        return JsonNode.DeepEquals(expected, actual) ? null : $"expected {expected.ToJsonString()}\n         was {actual.ToJsonString()}";
    }
}
