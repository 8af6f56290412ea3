using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class RoleSteps
{
    public static IEnumerable<Step> In(Dialect dialect) =>
        [.. Steps(dialect).Select(x => x with { Dialect = dialect, Needs = [Feature.Roles, .. x.Needs] })];

    private static IEnumerable<Step> Steps(Dialect d) =>
    [
        new($"creates a user with a role whose primary is {d.Boolean(true).ToJsonString()}", async x =>
        {
            var (made, answer) = await x.CreateAsync("Users", Bodies.User(x.NewName(), new JsonObject { ["roles"] = new JsonArray(Bodies.Role(d, "Admin")) }));
            made.Id = answer.Is(201).Id;
            IsRole((await x.GetAsync(made)).Is(200), "Admin");
        })
        {
            Sends = "POST /Users with one role",
            Expects = "201, and the role, with primary as a boolean",
            Why = "Microsoft's validator makes every one of its users so; if refused, half of its tests fail.",
        },
        new("gives a role to somebody without one", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Add("roles[primary eq \"True\"].value", "Editor"))).IsChanged();
            IsRole((await x.GetAsync(made)).Is(200), "Editor");
        })
        {
            Sends = "add roles[primary eq \"True\"].value",
            Expects = "a role with that value, and primary true",
            Why = "It is the path of the mapping SingleAppRoleAssignment; it compares a boolean with a text.",
            Needs = [Feature.Patch],
        },
        new("replaces the roles by others", async x =>
        {
            var made = await x.NewUserAsync(new JsonObject { ["roles"] = new JsonArray(Bodies.Role(d, "Admin")) });
            (await x.PatchAsync(made, d.Replace("roles", new JsonArray(Bodies.Role(d, "Viewer"))))).IsChanged();
            IsRole((await x.GetAsync(made)).Is(200), "Viewer");
        })
        {
            Sends = "replace roles with a list",
            Expects = "those of the list alone",
            Why = "It is the mapping AssertiveAppRoleAssignmentsComplex; a role that stays is access that stays.",
            Needs = [Feature.Patch],
        },
        new("adds a role written as JSON inside a text", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Add("roles", new JsonArray(new JsonObject { ["value"] = """{"id":"7","value":"25","displayName":"Role25"}""" })))).IsChanged();
        })
        {
            Sends = "add roles with [{\"value\": \"{\\\"id\\\": …}\"}]",
            Expects = "200 with the user, or 204",
            Why = "The mapping AppRoleAssignmentsComplex sends it so without the flag.",
            IsRecommended = true,
            Needs = [Feature.Patch],
        },
    ];

    private static void IsRole(Answer answer, string value)
    {
        var roles = answer.Body["roles"] as JsonArray ?? [];
        if (roles.Count != 1 || Json.Text(Json.At(roles[0], "value")) != value || Json.At(roles[0], "primary")?.ToJsonString() != "true")
            throw answer.Failed($"roles must be one of value \"{value}\" with primary true, and is {Json.Show(answer.Body["roles"])}.");
    }
}
