using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine;

/// <summary>
/// What the service should hold, written from the protocol alone: plain records, and every rule in the simplest way there is.
/// Ids are the service's; everything else follows from the commands.
/// </summary>
internal sealed class Model(string baseUri)
{
    private List<ModelResource> _made = [];
    private Dictionary<string, ModelResource> _stored = [];
    private NewIds? _new;

    public HashSet<(string Group, string Member)> Members { get; private set; } = [];

    public string BaseUri => baseUri;

    public ModelResource? Find(Kind kind, string id) => _stored.TryGetValue(id, out var found) && found.Kind == kind ? found : null;

    public bool Knows(string id) => _stored.ContainsKey(id);

    /// <summary>It is there, or an operation of the same bulk request is still to create it.</summary>
    public bool MayHold(string id) => Knows(id) || IsLater(id);

    /// <summary>In the order of lists.</summary>
    public IEnumerable<ModelResource> All(Kind? kind) => _stored.Values.Where(x => kind is null || x.Kind == kind).OrderBy(x => x.Id, StringComparer.Ordinal);

    /// <summary>The id of a resource that was made once, deleted since or not, or of one that never was.</summary>
    public string IdOf(Ref reference)
    {
        if (_new?.IdOf(reference) is { } id) return id;
        var ids = _made.Take(_new?.MadeBefore ?? _made.Count).Where(x => x.Kind == reference.Kind).Select(x => x.Id).ToList();
        return reference.Number == Ref.Ghost || ids.Count == 0 ? "01234567-89ab-7cde-8f01-23456789abcd" : ids[reference.Number % ids.Count];
    }

    /// <summary>No two users have one userName, and no two groups one displayName.</summary>
    public bool IsTaken(ModelResource resource) =>
        All(resource.Kind).Any(x => x.Id != resource.Id && x.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase));

    public void Add(ModelResource resource, IReadOnlyList<string> members)
    {
        // Before the group is there itself: alone it cannot name itself, and in a bulk request it is its own later member.
        var (known, later) = (members.Where(Knows).ToList(), members.Where(IsLater).ToList());
        _made.Add(resource);
        _stored[resource.Id] = resource;
        Members.UnionWith(known.Select(x => (resource.Id, x)));
        _new?.Members.UnionWith(later.Select(x => (resource.Id, x)));
    }

    /// <summary>The version moves where something has changed, and only there.</summary>
    public void Change(ModelResource changed, IEnumerable<string>? members = null, IEnumerable<string>? stillLater = null)
    {
        var before = _stored[changed.Id];
        var (old, now) = (MembersOf(changed.Id).ToHashSet(), members?.Where(Knows).ToHashSet());
        var moves = !JsonNode.DeepEquals(before.Document(), changed.Document()) || (now is not null && !now.SetEquals(old));
        _stored[changed.Id] = changed with { Version = before.Version + (moves ? 1 : 0) };
        if (now is null) return;

        Members.RemoveWhere(x => x.Group == changed.Id);
        Members.UnionWith(now.Select(x => (changed.Id, x)));

        var later = members!.Where(IsLater).Concat(stillLater ?? []).ToList();
        _new?.Members.RemoveWhere(x => x.Group == changed.Id);
        _new?.Members.UnionWith(later.Select(x => (changed.Id, x)));
    }

    /// <summary>The groups that a member leaves change, and what the deleted group held does not.</summary>
    public void Delete(string id)
    {
        foreach (var group in Members.Where(x => x.Member == id && x.Group != id).Select(x => x.Group).ToList())
            _stored[group] = _stored[group] with { Version = _stored[group].Version + 1 };
        Members.RemoveWhere(x => x.Member == id || x.Group == id);
        _new?.Members.RemoveWhere(x => x.Member == id || x.Group == id);
        _stored.Remove(id);
    }

    public IEnumerable<string> MembersOf(string group) => Members.Where(x => x.Group == group).Select(x => x.Member);

    /// <summary>Direct and indirect.</summary>
    public HashSet<string> GroupsOf(string member)
    {
        var groups = new HashSet<string>();
        var next = new Stack<string>([member]);
        while (next.TryPop(out var inner))
        {
            foreach (var (group, _) in Members.Where(x => x.Member == inner && groups.Add(x.Group))) next.Push(group);
        }

        return groups;
    }

    public ModelResource Get(string id) => _stored[id];

    /// <summary>A copy for the operations of a bulk request.</summary>
    public Model ForBulk(IReadOnlyList<(Kind Kind, string Id)> created) => new(baseUri)
    {
        _made = [.. _made],
        _stored = new(_stored),
        _new = new NewIds(created, _made.Count),
        Members = [.. Members],
    };

    /// <summary>Becomes what the copy is.</summary>
    public void Take(Model copy) => (_made, _stored, Members) = (copy._made, copy._stored, copy.Members);

    /// <summary>Those that a bulk request has named before it creates them.</summary>
    public IEnumerable<string> LaterMembersOf(string group) => (_new?.Members ?? []).Where(x => x.Group == group).Select(x => x.Member);

    /// <summary>The end of a bulk request, when all its resources are there.</summary>
    /// <returns>The groups that have got members.</returns>
    public IReadOnlyList<string> AddLaterMembers()
    {
        var groups = _new!.Members.Select(x => x.Group).Distinct().ToList();
        foreach (var group in groups) Change(_stored[group], [.. MembersOf(group), .. LaterMembersOf(group)]);
        return groups;
    }

    private bool IsLater(string id) => _new is not null && _new.Created.Any(x => x.Id == id) && _made.All(x => x.Id != id);
}
