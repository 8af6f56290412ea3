using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class CreateGroupSteps
{
    public static IEnumerable<Step> All => [.. Steps.Select(x => x with { Needs = [Feature.Groups, .. x.Needs] })];

    private static IEnumerable<Step> Steps =>
    [
        new("creates a group", async x =>
        {
            var body = Bodies.Group(x.NewGroupName());
            var (made, answer) = await x.CreateAsync("Groups", body);
            made.Id = answer.Is(201).Id;
            foreach (var reply in (Answer[])[answer, (await x.GetAsync(made)).Is(200)])
                reply.Has("displayName", made.Name).Has("externalId", body["externalId"]!).Lacks("members");
        })
        {
            Sends = "POST /Groups without members, and with a schema that only Microsoft knows",
            Expects = "201, and the group with an id",
            Why = "Members follow later, by that id. A server that refuses the schema gets no groups at all.",
        },
        new("creates the same group again", async x =>
        {
            var (made, answer) = await x.CreateAsync("Groups", Bodies.Group(x.NewGroupName()));
            made.Id = answer.Id;
            (await x.CreateAsync("Groups", Bodies.Group(made.Name))).Answer.Is(409);
        })
        {
            Sends = "POST /Groups with a displayName that is taken",
            Expects = "409",
            Why = "Microsoft's validator wants it, and Entra matches by displayName.",
        },
        new("reads a group without its members", async x =>
        {
            var group = await x.NewGroupAsync(Dialect.Compliant, await x.PersonAsync(1));
            (await x.GetAsync($"{group.Path}?excludedAttributes=members")).Is(200).Has("displayName", group.Name).LeavesOut("members");
        })
        {
            Sends = "GET /Groups/{id}?excludedAttributes=members",
            Expects = "200 and no members, not even an empty list",
            Why = "An empty list says that nobody is in it; and large groups take long.",
            Needs = [Feature.Patch],
        },
        new("finds a group without its members", async x =>
        {
            var group = await x.NewGroupAsync(Dialect.Compliant, await x.PersonAsync(1));
            var answer = (await x.FindAsync("Groups", $"displayName eq \"{group.Name}\"", "&excludedAttributes=members")).IsListOf(group.Id!);
            if ((answer.Resources.First() as JsonObject)!.ContainsKey("members")) throw answer.Failed("members was to be left out of the list.");
        })
        {
            Sends = "filter=displayName eq \"…\" and excludedAttributes=members",
            Expects = "a list of that group, without members",
            Why = "This is how Entra learns whether a group is there already.",
            Needs = [Feature.Patch],
        },
        new("finds a group in other letters", async x =>
        {
            var group = await x.NewGroupAsync(Dialect.Compliant);
            (await x.FindAsync("Groups", $"displayName eq \"{group.Name.ToUpperInvariant()}\"")).IsListOf(group.Id!);
        })
        {
            Sends = "filter=displayName eq \"…\" in capitals",
            Expects = "a list of that group alone",
            Why = "Microsoft's validator does it.",
        },
        new("finds a group by externalId", async x =>
        {
            var body = Bodies.Group(x.NewGroupName());
            var (made, answer) = await x.CreateAsync("Groups", body);
            made.Id = answer.Id;
            (await x.FindAsync("Groups", $"externalId eq \"{Json.Text(body["externalId"])}\"")).IsListOf(made.Id);
        })
        {
            Sends = "filter=externalId eq \"…\"",
            Expects = "a list of that group alone",
            Why = "Many match by it, since a group's name may change.",
        },
        new("finds no group", async x => (await x.FindAsync("Groups", $"displayName eq \"{x.NewGroupName()}\"", "&excludedAttributes=members")).IsListOf())
        {
            Sends = "a search for a group that is not there",
            Expects = "200 and an empty list",
            Why = "Entra does it before it creates each group; a 404 stops the job.",
        },
    ];
}
