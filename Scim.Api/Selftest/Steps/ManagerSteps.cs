using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class ManagerSteps
{
    private const string Manager = $"{Urn.Enterprise}:manager";
    private const string Value = $"{Urn.Enterprise}/manager/value";

    public static IEnumerable<Step> In(Dialect dialect) =>
        [.. Steps(dialect).Select(x => x with { Dialect = dialect, Needs = [Feature.Patch, Feature.Enterprise] })];

    private static IEnumerable<Step> Steps(Dialect d) =>
    [
        new("sets a manager, written as a text", x => SetsAsync(x, y => d.Add(Manager, y)))
        {
            Sends = "add …:manager with \"{id}\"",
            Expects = "manager as an object with that value",
            Why = "The RFC wants an object; Entra sends a text. In any other shape it sends it again in every cycle.",
        },
        new("sets a manager, written as an object", x => SetsAsync(x, y => d.Add(Manager, new JsonObject { ["value"] = y })))
        {
            Sends = "add …:manager with {\"value\": \"{id}\"}",
            Expects = "manager as an object with that value",
            Why = "Microsoft's validator sends it so, and the RFC has it so.",
        },
        new("sets a manager, written as a list of one, without URN", x => SetsAsync(x, y => d.Add("manager", new JsonArray(new JsonObject { ["$ref"] = null, ["value"] = y }))))
        {
            Sends = "add manager with [{\"value\": \"{id}\"}]",
            Expects = "manager as an object with that value",
            Why = "Microsoft's documents show it so.",
            IsRecommended = true,
        },
        new("changes a manager", async x =>
        {
            var (made, first, second) = (await ManagedAsync(x, d), await x.PersonAsync(1), await x.PersonAsync(2));
            (await x.PatchAsync(made, d.Replace(Manager, second))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has(Value, second);
        })
        {
            Sends = "replace …:manager with the id of another",
            Expects = "manager with the new value",
            Why = "People change departments.",
        },
        new("removes a manager", x => RemovesAsync(x, d, d.Remove(Manager)))
        {
            Sends = "remove …:manager",
            Expects = "the user without a manager",
            Why = "Otherwise the old one stays responsible.",
        },
        new("removes a manager with an empty text", x => RemovesAsync(x, d, d.Replace(Manager, "")))
        {
            Sends = "replace …:manager with \"\"",
            Expects = "the user without a manager",
            Why = "Microsoft's tests for the gallery do it so.",
        },
        new("removes a manager with an empty value", x => RemovesAsync(x, d, d.Replace(Manager, new JsonObject { ["value"] = "" })))
        {
            Sends = "replace …:manager with {\"value\": \"\"}",
            Expects = "the user without a manager",
            Why = "Microsoft's validator does it so.",
            IsRecommended = true,
        },
        new("asks whether somebody has this manager", async x =>
        {
            var (made, boss) = (await ManagedAsync(x, d), await x.PersonAsync(1));
            (await x.FindAsync("Users", $"id eq \"{made.Id}\" and manager eq \"{boss}\"", "&attributes=id")).IsListOf(made.Id!);
            (await x.FindAsync("Users", $"id eq \"{made.Id}\" and manager eq \"{await x.PersonAsync(2)}\"", "&attributes=id")).IsListOf();
        })
        {
            Sends = "filter=id eq \"…\" and manager eq \"…\"",
            Expects = "a list of that user; for another manager, an empty one",
            Why = "Entra asks before it writes a reference.",
        },
    ];

    private static async Task SetsAsync(Talk x, Func<string, JsonObject> operation)
    {
        var (made, boss) = (await x.NewUserAsync(), await x.PersonAsync(1));
        (await x.PatchAsync(made, operation(boss))).IsChanged();
        (await x.GetAsync(made)).Is(200).Has(Value, boss);
    }

    private static async Task RemovesAsync(Talk x, Dialect d, JsonObject operation)
    {
        var made = await ManagedAsync(x, d);
        (await x.PatchAsync(made, operation)).IsChanged();
        (await x.GetAsync(made)).Is(200).Lacks($"{Urn.Enterprise}/manager").Has("displayName", "Ada Lovelace");
    }

    private static async Task<Made> ManagedAsync(Talk x, Dialect d)
    {
        var (made, boss) = (await x.NewUserAsync(), await x.PersonAsync(1));
        (await x.PatchAsync(made, d.Add(Manager, boss))).IsChanged();
        return made;
    }
}
