using System.Text.Json.Nodes;

namespace Scim.Api.Selftest.Steps;

internal static class ChangeUserSteps
{
    private const string Department = $"{Urn.Enterprise}:department";

    public static IEnumerable<Step> In(Dialect dialect) => [.. Steps(dialect).Select(x => x with { Dialect = dialect, Needs = [Feature.Patch, .. x.Needs] })];

    private static IEnumerable<Step> Steps(Dialect d) =>
    [
        new("changes several attributes at once", async x =>
        {
            var made = await x.NewUserAsync();
            var address = x.NewName();
            (await x.PatchAsync(made, d.Change(("emails[type eq \"work\"].value", address), ("displayName", "Ada King"), ("name.familyName", "King")))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("emails[work]/value", address).Has("displayName", "Ada King").Has("name/familyName", "King").Has("name/givenName", "Ada");
        })
        {
            Sends = d.IsCompliant ? "one operation without path, whose value has keys like name.familyName" : "an operation for each attribute",
            Expects = "200 with the user, or 204; the new values; all others untouched",
            Why = "Every update is made of these; what is not applied is sent again in every cycle.",
        },
        new("changes a userName", async x =>
        {
            var made = await x.NewUserAsync();
            var name = x.NewName();
            (await x.PatchAsync(made, d.Change(("userName", name)))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("userName", name).Has("id", made.Id!);
        })
        {
            Sends = "replace userName",
            Expects = "the new name, and the same id",
            Why = "People change their names; a new id would be a new person.",
        },
        new("changes a userName to one that is taken", async x =>
        {
            var (made, other) = (await x.NewUserAsync(), await x.NewUserAsync());
            (await x.PatchAsync(made, d.Change(("userName", other.Name)))).Is(409);
        })
        {
            Sends = "replace userName with another user's",
            Expects = "409",
            Why = "Two people of one userName cannot be told apart when they sign in.",
        },
        new("adds an attribute that was not there", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Add("nickName", "Babs"))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("nickName", "Babs");
        })
        {
            Sends = "add nickName",
            Expects = "the user with it",
            Why = "Entra chooses add for every value that it did not see.",
        },
        new("replaces an attribute that was not there", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Replace("title", "Countess"))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("title", "Countess");
        })
        {
            Sends = "replace title",
            Expects = "the user with it",
            Why = "Replace is an add where there is nothing (RFC 7644 section 3.5.2.3).",
        },
        new("sets the department, for somebody without any enterprise attribute", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Change((Department, "Engines")))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has($"{Urn.Enterprise}/department", "Engines").HasSchema(Urn.Enterprise);
        })
        {
            Sends = $"{Department}, {(d.IsCompliant ? "as a key of a value without path" : "as a path")}",
            Expects = "the extension with the department in it, and its URN in schemas",
            Why = "The URN has dots and colons in it, at which some servers split it.",
            Needs = [Feature.Enterprise],
        },
        new("applies operations in their order", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Remove("displayName"), d.Add("displayName", "One"), d.Replace("displayName", "Two"))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("displayName", "Two");
        })
        {
            Sends = "remove, add and replace of one attribute",
            Expects = "the value of the last",
            Why = "Microsoft's validator does it.",
            IsRecommended = true,
        },
        new("sends a change that is there already", async x =>
        {
            var made = await x.NewUserAsync(new JsonObject { ["title"] = "Countess" });
            (await x.PatchAsync(made, d.Replace("title", "Countess"))).IsChanged();
        })
        {
            Sends = "replace with the same value",
            Expects = "200 with the user, or 204",
            Why = "Entra repeats requests whose answer it did not get.",
        },
    ];
}
