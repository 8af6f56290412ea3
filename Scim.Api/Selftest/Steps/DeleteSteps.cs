namespace Scim.Api.Selftest.Steps;

internal static class DeleteSteps
{
    public static IEnumerable<Step> All => [.. Of("Users", "user"), .. Of("Groups", "group"), NewAgain];

    private static Step NewAgain => new("creates a user again who was deleted", async x =>
    {
        var made = await x.NewUserAsync();
        (await x.DeleteAsync(made)).Is(204);
        (await x.CreateAsync("Users", Bodies.User(made.Name))).Answer.Is(201);
    })
    {
        Sends = "POST /Users with the userName of somebody who was deleted",
        Expects = "201",
        Why = "People come back after they were deleted for good.",
    };

    private static IEnumerable<Step> Of(string type, string noun)
    {
        Feature[] needs = type == "Groups" ? [Feature.Groups] : [];
        return
        [
            new($"deletes a {noun}", async x =>
            {
                var made = await NewAsync(x, type);
                (await x.DeleteAsync(made)).Is(204);
                (await x.GetAsync(made)).Is(404);
            })
            {
                Sends = $"DELETE /{type}/{{id}}, then GET",
                Expects = "204, then 404",
                Why = "Entra takes any other answer for a failure, and tries again.",
                Needs = needs,
            },
            new($"deletes a {noun} twice", async x =>
            {
                var made = await NewAsync(x, type);
                (await x.DeleteAsync(made)).Is(204);
                (await x.DeleteAsync(made)).Is(404);
            })
            {
                Sends = $"DELETE /{type}/{{id}} twice",
                Expects = "204, then 404",
                Why = "A 404 counts as done.",
                Needs = needs,
            },
            new($"does not find a {noun} that was deleted", async x =>
            {
                var made = await NewAsync(x, type);
                (await x.DeleteAsync(made)).Is(204);
                (await x.FindAsync(type, $"{made.NameAttribute} eq \"{made.Name}\"")).IsListOf();
            })
            {
                Sends = "a search after the DELETE",
                Expects = "200 and an empty list",
                Why = "What is still found is updated, not created.",
                Needs = needs,
            },
        ];
    }

    private static async Task<Made> NewAsync(Talk x, string type) => type == "Users" ? await x.NewUserAsync() : await x.NewGroupAsync(Dialect.Compliant);
}
