namespace Scim.Api.Selftest.Steps;

/// <summary>Values that have a type: addresses, telephone numbers.</summary>
internal static class ElementSteps
{
    public static IEnumerable<Step> In(Dialect dialect) => [.. Steps(dialect).Select(x => x with { Dialect = dialect, Needs = [Feature.Patch] })];

    private static IEnumerable<Step> Steps(Dialect d) =>
    [
        new("adds a mobile number to somebody without one", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Add("phoneNumbers[type eq \"mobile\"].value", "555-0100"))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("phoneNumbers[mobile]/value", "555-0100");
        })
        {
            Sends = "add phoneNumbers[type eq \"mobile\"].value",
            Expects = "an element with that value, and the type of the filter",
            Why = "Entra knows no other way to add one.",
        },
        new("replaces a mobile number that is not there", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Replace("phoneNumbers[type eq \"mobile\"].value", "555-0101"))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("phoneNumbers[mobile]/value", "555-0101");
        })
        {
            Sends = "replace phoneNumbers[type eq \"mobile\"].value",
            Expects = "an element with that value, though the RFC says 400 noTarget",
            Why = "Entra replaces what it believes to be there; if refused, the whole update of the person fails in every cycle.",
        },
        new("adds a second address beside the first", async x =>
        {
            var made = await x.NewUserAsync();
            var other = x.NewName();
            (await x.PatchAsync(made, d.Add("emails[type eq \"other\"].value", other))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("emails[work]/value", made.Name).Has("emails[other]/value", other);
        })
        {
            Sends = "add emails[type eq \"other\"].value",
            Expects = "both addresses",
            Why = "Some servers overwrite the first, which may be what the person signs in with.",
        },
        new("builds one address by several operations", async x =>
        {
            var made = await x.NewUserAsync();
            (await x.PatchAsync(made, d.Add("addresses[type eq \"work\"].streetAddress", "1 Main Street"), d.Add("addresses[type eq \"work\"].locality", "London"))).IsChanged();
            var answer = (await x.GetAsync(made)).Is(200).Has("addresses[work]/streetAddress", "1 Main Street").Has("addresses[work]/locality", "London");
            if (answer.Body["addresses"] is System.Text.Json.Nodes.JsonArray { Count: not 1 } many) throw answer.Failed($"There must be one address, and there are {many.Count}.");
        })
        {
            Sends = "two adds to addresses[type eq \"work\"], which is not there",
            Expects = "one address with both",
            Why = "Otherwise each part becomes an address of its own.",
        },
        new("changes an address and keeps the others", async x =>
        {
            var made = await x.NewUserAsync();
            var (other, changed) = (x.NewName(), x.NewName());
            (await x.PatchAsync(made, d.Add("emails[type eq \"other\"].value", other))).IsChanged();
            (await x.PatchAsync(made, d.Replace("emails[type eq \"work\"].value", changed))).IsChanged();
            (await x.GetAsync(made)).Is(200).Has("emails[work]/value", changed).Has("emails[other]/value", other);
        })
        {
            Sends = "replace emails[type eq \"work\"].value",
            Expects = "the new work address, and the other as it was",
            Why = "The filter says which one is meant.",
        },
    ];
}
