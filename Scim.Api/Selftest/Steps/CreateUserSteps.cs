using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class CreateUserSteps
{
    public static IEnumerable<Step> All =>
    [
        new("creates a user", async x =>
        {
            var body = Bodies.User(x.NewName());
            var (_, answer) = await x.CreateAsync("Users", body);
            Holds(answer.Is(201), body);
            if (answer.Id.Length == 0) throw answer.Failed("There is no id.");
        })
        {
            Sends = "POST /Users with a name, a work address, active, an empty list of roles, and meta",
            Expects = "201, and the user with an id and all that was sent",
            Why = "Entra keeps the id, and finds the person by it from then on.",
        },
        new("reads back what it has sent", async x =>
        {
            var body = Bodies.User(x.NewName());
            var (made, created) = await x.CreateAsync("Users", body);
            made.Id = created.Id;
            Holds((await x.GetAsync(made)).Is(200).Has("id", created.Id), body);
        })
        {
            Sends = "GET /Users/{id}",
            Expects = "200, and all that was sent, unchanged",
            Why = "What comes back otherwise is sent again in every cycle.",
        },
        new("learns where the new user is", async x =>
        {
            var (made, answer) = await x.CreateAsync("Users", Bodies.User(x.NewName()));
            if (answer.Location?.EndsWith(made.Id is null ? "/" : made.Path, StringComparison.Ordinal) != true)
                throw answer.Failed($"Location must end in {(made.Id is null ? "/Users/{id}" : made.Path)}, and is {answer.Location ?? "not there"}.");
        })
        {
            Sends = "POST /Users",
            Expects = "a header Location that ends in /Users/{id}",
            Why = "RFC 7644 section 3.3 wants it, and Microsoft's validator looks for it.",
            IsRecommended = true,
        },
        new("creates the same user again", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.CreateAsync("Users", Bodies.User(made.Name))).Answer.Is(409);
        })
        {
            Sends = "POST /Users with a userName that is taken",
            Expects = "409",
            Why = "Entra then knows that the person is there; with any other answer there are two, or a failure in every cycle.",
        },
        new("creates the same user in capitals", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.CreateAsync("Users", Bodies.User(made.Name.ToUpperInvariant()))).Answer.Is(409);
        })
        {
            Sends = "POST /Users with a userName that is taken, in capitals",
            Expects = "409",
            Why = "userName is not case-sensitive (RFC 7643 section 4.1.1); otherwise one person is there twice.",
            IsRecommended = true,
        },
        new("creates a user with active as the text \"True\"", async x =>
        {
            var (made, answer) = await x.CreateAsync("Users", Bodies.User(x.NewName(), new JsonObject { ["active"] = "True" }));
            made.Id = answer.Is(201).Id;
            (await x.GetAsync(made)).Is(200).Has("active", true);
        })
        {
            Sends = "POST /Users with \"active\": \"True\"",
            Expects = "201, and active as the boolean true",
            Why = "Without the flag Entra writes booleans as text; a refused user never arrives.",
        },
        new("creates a user with a manager, written as a text", async x =>
        {
            var boss = await x.PersonAsync(1);
            var (made, answer) = await x.CreateAsync("Users", Bodies.User(x.NewName(), new JsonObject { [Urn.Enterprise] = new JsonObject { ["manager"] = boss } }));
            made.Id = answer.Is(201).Id;
            (await x.GetAsync(made)).Is(200).Has($"{Urn.Enterprise}/manager/value", boss);
        })
        {
            Sends = "POST /Users with \"manager\": \"{id}\" in the enterprise extension",
            Expects = "201, and manager as an object with that value",
            Why = "The RFC wants an object; Entra sends a text, and reads an object.",
            Needs = [Feature.Enterprise],
        },
        new("creates a user with nulls", async x =>
        {
            var (_, answer) = await x.CreateAsync("Users", Bodies.User(x.NewName(), new JsonObject { ["title"] = null, ["nickName"] = null }));
            answer.Is(201).Lacks("title").Lacks("nickName");
        })
        {
            Sends = "POST /Users with \"title\": null",
            Expects = "201, and no title",
            Why = "Null means that there is none (RFC 7643 section 2.5); Microsoft's samples have it.",
            IsRecommended = true,
        },
    ];

    private static void Holds(Answer answer, JsonObject sent)
    {
        foreach (var path in (string[])["userName", "externalId", "active", "displayName", "name/givenName", "name/familyName", "emails[work]/value"])
            answer.Has(path, Json.At(sent, path)!);
        answer.Has("meta/resourceType", "User");
    }
}
