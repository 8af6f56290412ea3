namespace Scim.Api.Selftest.Steps;

internal static class ChangeGroupSteps
{
    public static IEnumerable<Step> In(Dialect d) =>
    [
        new("renames a group", async x =>
        {
            var (group, member) = (await x.NewGroupAsync(d, await x.PersonAsync(1)), await x.PersonAsync(1));
            var name = x.NewGroupName();
            (await x.PatchAsync(group, d.Change(("displayName", name)))).IsChanged();
            (await x.GetAsync(group)).Is(200).Has("displayName", name).HasMembers(member);
        })
        {
            Dialect = d,
            Sends = $"replace displayName, {(d.IsCompliant ? "without" : "by its")} path",
            Expects = "204, or 200 with the group; the new name, and the members as they were",
            Why = "Some servers empty the group, or answer 200 with an empty body, which Entra cannot read.",
            Needs = [Feature.Groups, Feature.Patch],
        },
        new("changes a group's externalId", async x =>
        {
            var group = await x.NewGroupAsync(d);
            var id = Talk.NewId();
            (await x.PatchAsync(group, d.Change(("externalId", id)))).IsChanged();
            (await x.GetAsync(group)).Is(200).Has("externalId", id);
        })
        {
            Dialect = d,
            Sends = $"replace externalId, {(d.IsCompliant ? "without" : "by its")} path",
            Expects = "204, or 200 with the group; the new externalId",
            Why = "Entra writes it into groups that it finds and did not make.",
            Needs = [Feature.Groups, Feature.Patch],
        },
    ];
}
