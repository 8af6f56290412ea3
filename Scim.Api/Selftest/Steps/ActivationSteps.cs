using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class ActivationSteps
{
    public static IEnumerable<Step> In(Dialect dialect) => [.. Steps(dialect).Select(x => x with { Dialect = dialect, Needs = [Feature.Patch, .. x.Needs] })];

    private static IEnumerable<Step> Steps(Dialect d) =>
    [
        new(d.IsCompliant ? "deactivates a user with false" : "deactivates a user with the text \"False\"", x => DeactivatesAsync(x, d.Replace("active", d.Boolean(false))))
        {
            Sends = $"replace active with {d.Boolean(false).ToJsonString()}",
            Expects = "the user, who is there, with active as the boolean false",
            Why = "This is how leavers lose access. Some servers take the text \"False\" for true, or refuse it.",
        },
        new("deactivates a user without a path", x => DeactivatesAsync(x, d.ReplaceWithoutPath(new JsonObject { ["active"] = d.Boolean(false) })))
        {
            Sends = $"replace without path, with the value {{\"active\": {d.Boolean(false).ToJsonString()}}}",
            Expects = "the user, who is there, with active as the boolean false",
            Why = "It is the form with the flag, and Okta's.",
            IsRecommended = !d.IsCompliant,
        },
        new("finds a deactivated user", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Replace("active", d.Boolean(false)))).IsChanged();
            var answer = (await x.FindAsync("Users", $"userName eq \"{made.Name}\"")).IsListOf(made.Id!);
            if (Json.At(answer.Resources.First(), "active")?.ToJsonString() != "false") throw answer.Failed("active must be false in the list.");
        })
        {
            Sends = "a search for somebody who was deactivated",
            Expects = "a list of that user, with active false",
            Why = "Who is not found is created again on return, and gets a 409, or is there twice.",
        },
        new("activates a user again", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Replace("active", d.Boolean(false)))).IsChanged();
            (await x.PatchAsync(made, d.Replace("active", d.Boolean(true)))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("active", true).Has("id", made.Id!);
        })
        {
            Sends = $"replace active with {d.Boolean(true).ToJsonString()}",
            Expects = "the same user, with active true",
            Why = "People come back.",
        },
        new("finds those who come back still in their groups", async x =>
        {
            var made = await x.NewUserAsync();
            var group = await x.NewGroupAsync(d, made.Id!);
            (await x.PatchAsync(made, d.Replace("active", d.Boolean(false)))).IsChanged();
            (await x.PatchAsync(made, d.Replace("active", d.Boolean(true)))).IsChanged();
            (await x.GetAsync(group)).Is(200).HasMembers(made.Id!);
        })
        {
            Sends = "active false and then true, for a member of a group",
            Expects = "the group with its member",
            Why = "Entra does not send memberships again when it restores somebody.",
            Needs = [Feature.Groups],
        },
    ];

    private static async Task DeactivatesAsync(Talk x, JsonObject operation)
    {
        var made = await x.NewUserAsync();
        (await x.PatchAsync(made, operation)).IsChanged();
        (await x.GetAsync(made)).Is(200).Has("active", false).Has("userName", made.Name);
    }
}
