using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class ErrorSteps
{
    public static IEnumerable<Step> All =>
    [
        new("reads a user who is not there", async x => (await x.GetAsync($"/Users/{Talk.NewId()}")).IsError(404))
        {
            Sends = "GET /Users/{an id that was never given}",
            Expects = "404 with an error of SCIM, whose status is the text \"404\"",
            Why = "Entra learns so that somebody has gone. In another form, it reads it as an incompatible server.",
        },
        new("reads a user by an id of another shape", async x => (await x.GetAsync("/Users/00919288221112222")).Is(404))
        {
            Sends = "GET /Users/00919288221112222",
            Expects = "404, not 400",
            Why = "Okta's test does it.",
            IsRecommended = true,
        },
        new("reads why somebody could not be created twice", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.CreateAsync("Users", Bodies.User(made.Name))).Answer.IsError(409).Has("scimType", "uniqueness");
        })
        {
            Sends = "POST /Users with a userName that is taken",
            Expects = "an error of SCIM with scimType uniqueness",
            Why = "It is what stands in the provisioning log.",
            IsRecommended = true,
        },
        new("sends a user without a name", async x =>
        {
            var body = Bodies.User(x.NewName());
            body.Remove("userName");
            (await x.CreateAsync("Users", body)).Answer.IsError(400);
        })
        {
            Sends = "POST /Users without userName",
            Expects = "400 with an error of SCIM",
            Why = "Such a user could never be found again.",
            IsRecommended = true,
        },
        new("sends what is no JSON", async x => (await x.SendAsync("POST", "/Users", "{\"userName\": ")).IsError(400))
        {
            Sends = "POST /Users with half an object",
            Expects = "400 with an error of SCIM",
            Why = "A 500 is tried again for ever.",
            IsRecommended = true,
        },
        new("gets every answer as application/scim+json", async x =>
        {
            var (made, created) = await x.CreateAsync("Users", Bodies.User(x.NewName()));
            made.Id = created.Id;
            var list = await x.FindAsync("Users", $"userName eq \"{made.Name}\"");
            var error = await x.GetAsync($"/Users/{Talk.NewId()}");
            foreach (var answer in (Answer[])[created, await x.GetAsync(made), list, error])
                if (answer.ContentType != "application/scim+json") throw answer.Failed($"Content-Type must be application/scim+json, and is {answer.ContentType ?? "not there"}.");
        })
        {
            Sends = "a POST, a GET, a search, and a GET of nobody",
            Expects = "Content-Type application/scim+json, for errors too",
            Why = "Microsoft's documents require it, and its validator warns or stops.",
        },
    ];
}
