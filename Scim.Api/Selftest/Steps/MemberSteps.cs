using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class MemberSteps
{
    public static IEnumerable<Step> In(Dialect dialect) =>
        [.. Steps(dialect).Select(x => x with { Dialect = dialect, Needs = [Feature.Groups, Feature.Patch] })];

    private static IEnumerable<Step> Steps(Dialect d) =>
    [
        new("adds a member", x => ChangesAsync(x, d, [], [1], y => [d.AddMembers(y[0])]))
        {
            Sends = "add members with [{\"$ref\": null, \"value\": \"{id}\"}]",
            Expects = "204, or 200 with the group; that member",
            Why = "It is what gives access. The $ref of null is Entra's.",
        },
        new("adds several members at once", x => ChangesAsync(x, d, [1], [1, 2, 3], y => [d.AddMembers(y[1], y[2])]))
        {
            Sends = "add members with two values",
            Expects = "both, beside those who were there",
            Why = "Entra sends many in one request.",
        },
        new("adds a member who is there", x => ChangesAsync(x, d, [1], [1], y => [d.AddMembers(y[0])]))
        {
            Sends = "add members with somebody who is a member",
            Expects = "success, and no second entry",
            Why = "Entra repeats requests whose answer it did not get.",
        },
        new("removes a member and keeps the others", x => ChangesAsync(x, d, [1, 2, 3], [1, 3], y => d.RemoveMembers(y[1])))
        {
            Sends = d.IsCompliant ? "remove members[value eq \"{id}\"]" : "remove members with a list of values",
            Expects = "the others in the group",
            Why = d.IsCompliant ? "The path says who is meant." : "The RFC knows no value in a remove; some servers then empty the group.",
        },
        new("removes several members at once", x => ChangesAsync(x, d, [1, 2, 3], [3], y => d.RemoveMembers(y[0], y[1])))
        {
            Sends = d.IsCompliant ? "an operation for each" : "remove members with two values",
            Expects = "the others in the group",
            Why = "Entra sends many in one request.",
        },
        new("removes somebody who is no member", x => ChangesAsync(x, d, [1], [1], y => d.RemoveMembers(y[1])))
        {
            Sends = "the removal of a user who is not in the group",
            Expects = "success, and the group as it was",
            Why = "Entra repeats requests whose answer it did not get.",
        },
        new("removes all members", x => ChangesAsync(x, d, [1, 2], [], _ => [d.Remove("members")]))
        {
            Sends = "remove members, without a value",
            Expects = "an empty group",
            Why = "Microsoft's test collection does it.",
            IsRecommended = true,
        },
        new("replaces the members", x => ChangesAsync(x, d, [1], [2], y => [d.Replace("members", new JsonArray(new JsonObject { ["value"] = y[1] }))]))
        {
            Sends = "replace members with a list",
            Expects = "those of the list alone",
            Why = "Microsoft's validator calls this Add Member.",
        },
        new("adds one and removes another in one request", x => ChangesAsync(x, d, [1, 2], [2, 3], y => [d.AddMembers(y[2]), .. d.RemoveMembers(y[0])]))
        {
            Sends = "two operations on members",
            Expects = "both applied",
            Why = "All or nothing: half a change of a group is never mended.",
        },
        new("asks whether somebody is a member", async x =>
        {
            var group = await x.NewGroupAsync(d, await x.PersonAsync(1));
            (await x.FindAsync("Groups", $"id eq \"{group.Id}\" and members eq \"{await x.PersonAsync(1)}\"", "&attributes=id")).IsListOf(group.Id!);
            (await x.FindAsync("Groups", $"id eq \"{group.Id}\" and members eq \"{await x.PersonAsync(2)}\"", "&attributes=id")).IsListOf();
        })
        {
            Sends = "filter=id eq \"…\" and members eq \"…\"",
            Expects = "a list of that group; for another user, an empty one",
            Why = "Entra asks before it writes a reference.",
        },
        new("makes a group a member of another", async x =>
        {
            var (outer, inner) = (await x.NewGroupAsync(d), await x.NewGroupAsync(d));
            (await x.PatchAsync(outer, d.AddMembers(inner.Id!))).IsChanged();
            (await x.GetAsync(outer)).Is(200).HasMembers(inner.Id!);
        })
        {
            Sends = "add members with the id of a group",
            Expects = "that member",
            Why = "Entra does not resolve nested groups, yet their ids can appear as values.",
            IsRecommended = true,
        },
    ];

    /// <summary>Puts some of three people into a group, changes it, and looks who is in it.</summary>
    private static async Task ChangesAsync(Talk x, Dialect d, int[] before, int[] after, Func<string[], JsonObject[]> operations)
    {
        string[] people = [await x.PersonAsync(1), await x.PersonAsync(2), await x.PersonAsync(3)];
        var group = await x.NewGroupAsync(d, [.. before.Select(y => people[y - 1])]);
        (await x.PatchAsync(group, operations(people))).IsChanged();
        (await x.GetAsync(group)).Is(200).HasMembers([.. after.Select(y => people[y - 1])]);
    }
}
