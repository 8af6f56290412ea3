using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class FindUserSteps
{
    private const string MatchingMatters = "This is how Entra learns whether a person is there already; if it fails, nobody is matched.";

    public static IEnumerable<Step> All =>
    [
        new("finds a user by userName", x => FindsAsync(x, (made, _) => $"userName eq \"{made.Name}\""))
        {
            Sends = "filter=userName eq \"…\", with + for spaces and %22 for quotes",
            Expects = "a list of that user alone",
            Why = MatchingMatters,
        },
        new("finds a user by userName in capitals", x => FindsAsync(x, (made, _) => $"userName eq \"{made.Name.ToUpperInvariant()}\""))
        {
            Sends = "filter=userName eq \"…\" in capitals",
            Expects = "a list of that user alone",
            Why = "userName is not case-sensitive; otherwise a person whose address is respelt is created a second time.",
        },
        new("finds a user by externalId", x => FindsAsync(x, (_, body) => $"externalId eq \"{Json.Text(body["externalId"])}\""))
        {
            Sends = "filter=externalId eq \"…\"",
            Expects = "a list of that user alone",
            Why = "Many match by it, as it is the one thing about a person that never changes.",
        },
        new("finds a user by externalId without quotes", x => FindsAsync(x, (_, body) => $"externalId eq {Json.Text(body["externalId"])}", "a"))
        {
            Sends = "filter=externalId eq …, with the value not in quotes",
            Expects = "a list of that user alone",
            Why = "Microsoft's documents show it so.",
            IsRecommended = true,
        },
        new("finds a user by work address", x => FindsAsync(x, (made, _) => $"emails[type eq \"work\"].value eq \"{made.Name}\""))
        {
            Sends = "filter=emails[type eq \"work\"].value eq \"…\"",
            Expects = "a list of that user alone",
            Why = "Entra sends it where the address is the matching attribute, though RFC 7644 does not have this form.",
        },
        new("finds a user with a plus in the name", x => FindsAsync(x, (made, _) => $"userName eq \"{made.Name}\"", "+"))
        {
            Sends = "filter=userName eq \"…+…\", the plus as %2B",
            Expects = "a list of that user alone",
            Why = "A server, or a proxy, that decodes twice finds nobody, and the person is created again and again.",
        },
        new("asks for the ids alone", async x =>
        {
            var made = await x.NewUserAsync();
            var answer = (await x.FindAsync("Users", $"userName eq \"{made.Name}\"", "&attributes=id")).IsListOf(made.Id!);
            if (answer.Resources.Any(y => Json.At(y, "userName") is not null)) throw answer.Failed("userName was not asked for, and is there.");
        })
        {
            Sends = "attributes=id",
            Expects = "that user, with no attributes that were not asked for",
            Why = "Entra asks so before it writes references; the rest is only more to send.",
            IsRecommended = true,
        },
    ];

    private static async Task FindsAsync(Talk x, Func<Made, JsonObject, string> filter, string prefix = "")
    {
        // An externalId that begins with a letter can be read without quotes.
        var body = Bodies.User(prefix + x.NewName());
        body["externalId"] = prefix.Length > 0 ? "a" + Talk.NewId() : Talk.NewId();
        var (made, created) = await x.CreateAsync("Users", body);
        made.Id = created.Id;
        (await x.FindAsync("Users", filter(made, body))).IsListOf(made.Id);
    }
}
