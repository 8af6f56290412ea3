using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Operations;

/// <summary>One operation of a PATCH on a group.</summary>
internal abstract record GroupOperation
{
    public abstract IEnumerable<JsonObject> Json(Model model);

    /// <summary>Whether it takes all members away first.</summary>
    public virtual bool Clears => false;

    public virtual ModelGroup On(ModelGroup group) => group;

    /// <param name="members">The ids that the group holds after the operations before.</param>
    /// <param name="added">Those among them that this request asks for.</param>
    /// <param name="model">The model.</param>
    public virtual void On(HashSet<string> members, HashSet<string> added, Model model)
    {
    }
}

internal sealed record SetGroupText(TextOperation Text) : GroupOperation
{
    public override IEnumerable<JsonObject> Json(Model model) => [Text.Json(ModelGroup.Schema)];

    public override ModelGroup On(ModelGroup group) => Text.Attribute == "externalId"
        ? group with { ExternalId = Text.On(group.ExternalId) }
        : group with { DisplayName = Text.On(group.DisplayName) };
}

/// <summary>Members added, removed, or put in the place of all there are.</summary>
internal sealed record ChangeMembers(string Op, IReadOnlyList<Ref> Members, MemberForm Form) : GroupOperation
{
    public override bool Clears => Kind == "replace";

    private string Kind => Op.ToLowerInvariant();

    public override IEnumerable<JsonObject> Json(Model model)
    {
        var ids = Members.Select(model.IdOf).ToList();
        if (Form == MemberForm.Filters && Kind == "remove") return ids.Select(id => new JsonObject { ["op"] = Op, ["path"] = $"members[value eq \"{id}\"]" });
        if (Form == MemberForm.Pathless && Kind != "remove") return [new JsonObject { ["op"] = Op, ["value"] = new JsonObject { ["members"] = Value(ids) } }];
        return [new JsonObject { ["op"] = Op, ["path"] = "members", ["value"] = Value(ids) }];
    }

    public override void On(HashSet<string> members, HashSet<string> added, Model model)
    {
        if (Clears)
        {
            members.Clear();
            added.Clear();
        }

        foreach (var id in Members.Select(model.IdOf))
        {
            if (Kind == "remove")
            {
                members.Remove(id);
                added.Remove(id);
            }
            else
            {
                members.Add(id);
                added.Add(id);
            }
        }
    }

    private JsonArray Value(List<string> ids) => new([.. ids.Select(id => Form switch
    {
        MemberForm.Strings => (JsonNode)id,
        MemberForm.Entra => new JsonObject { ["$ref"] = null, ["value"] = id },
        _ => new JsonObject { ["value"] = id },
    })]);
}

internal enum MemberForm
{
    Objects,
    Strings,
    Entra,
    Filters,
    Pathless,
}

/// <summary>A remove without a value takes all members away.</summary>
internal sealed record RemoveAllMembers(string Op) : GroupOperation
{
    public override bool Clears => true;

    public override IEnumerable<JsonObject> Json(Model model) => [new JsonObject { ["op"] = Op, ["path"] = "members" }];

    public override void On(HashSet<string> members, HashSet<string> added, Model model)
    {
        members.Clear();
        added.Clear();
    }
}

/// <summary>Members chosen by something other than their ids.</summary>
internal sealed record RemoveMembersOf(string Op, Kind Kind) : GroupOperation
{
    public override IEnumerable<JsonObject> Json(Model model) => [new JsonObject { ["op"] = Op, ["path"] = $"members[type eq \"{Kind}\"]" }];

    public override void On(HashSet<string> members, HashSet<string> added, Model model)
    {
        members.RemoveWhere(id => model.Find(Kind, id) is not null);
        added.RemoveWhere(id => model.Find(Kind, id) is not null);
    }
}

/// <summary>Members chosen by a name that the request need not have said.</summary>
internal sealed record RemoveMembersShownAs(string Op, string Display) : GroupOperation
{
    public override IEnumerable<JsonObject> Json(Model model) => [new JsonObject { ["op"] = Op, ["path"] = $"members[display eq \"{Display}\"]" }];

    public override void On(HashSet<string> members, HashSet<string> added, Model model)
    {
        members.RemoveWhere(IsShown);
        added.RemoveWhere(IsShown);

        bool IsShown(string id) => model.Knows(id) && View.Display(model.Get(id)).Equals(Display, StringComparison.OrdinalIgnoreCase);
    }
}
