using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine;

/// <summary>One of a user's addresses.</summary>
internal sealed record ModelEmail(string Type, string Value, bool? Primary = null)
{
    public JsonObject Json()
    {
        var json = new JsonObject { ["type"] = Type, ["value"] = Value };
        if (Primary is not null) json["primary"] = Primary;
        return json;
    }

    /// <summary>No two have the same type and value, one is primary at most, and a new primary takes the place of the old one.</summary>
    public static IReadOnlyList<ModelEmail> Add(IReadOnlyList<ModelEmail> there, IReadOnlyList<ModelEmail> added)
    {
        var all = there.ToList();
        var touched = new HashSet<int>();
        foreach (var email in added)
        {
            var at = all.FindIndex(email.IsLike);
            if (at < 0) all.Add(email);
            else all[at] = email with { Primary = email.Primary ?? all[at].Primary };
            touched.Add(at < 0 ? all.Count - 1 : at);
        }

        var isNew = touched.Count(i => all[i].Primary == true);
        if (isNew > 1) throw new Refused("invalidValue");
        return [.. all.Select((x, i) => isNew == 1 && x.Primary == true && !touched.Contains(i) ? x with { Primary = false } : x)];
    }

    /// <summary>The type has that address: all that there are of it, or a new one.</summary>
    public static IReadOnlyList<ModelEmail> Set(IReadOnlyList<ModelEmail> there, string type, string value)
    {
        if (there.All(x => x.Type != type)) return [.. there, new ModelEmail(type, value)];

        var all = new List<ModelEmail>();
        foreach (var email in there.Select(x => x.Type == type ? x with { Value = value } : x))
        {
            var at = all.FindIndex(email.IsLike);
            if (at < 0) all.Add(email);
            else all[at] = all[at] with { Primary = all[at].Primary == true || email.Primary == true ? true : email.Primary ?? all[at].Primary };
        }

        return all;
    }

    private bool IsLike(ModelEmail other) => Type == other.Type && Value == other.Value;
}
