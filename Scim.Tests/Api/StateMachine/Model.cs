using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine;

/// <summary>
/// What the service should hold, written from the protocol alone: plain records, and every rule in the simplest way there is.
/// Ids are the service's; everything else follows from the commands.
/// </summary>
internal sealed class Model(string baseUri)
{
    private readonly List<ModelResource> _made = [];
    private readonly Dictionary<string, ModelResource> _stored = [];

    public HashSet<(string Group, string Member)> Members { get; } = [];

    public string BaseUri => baseUri;

    public ModelResource? Find(Kind kind, string id) => _stored.TryGetValue(id, out var found) && found.Kind == kind ? found : null;

    public bool Knows(string id) => _stored.ContainsKey(id);

    /// <summary>In the order of lists.</summary>
    public IEnumerable<ModelResource> All(Kind? kind) => _stored.Values.Where(x => kind is null || x.Kind == kind).OrderBy(x => x.Id, StringComparer.Ordinal);

    /// <summary>The id of a resource that was made once, deleted since or not, or of one that never was.</summary>
    public string IdOf(Ref reference)
    {
        var ids = _made.Where(x => x.Kind == reference.Kind).Select(x => x.Id).ToList();
        return reference.Number == Ref.Ghost || ids.Count == 0 ? "01234567-89ab-7cde-8f01-23456789abcd" : ids[reference.Number % ids.Count];
    }

    /// <summary>No two users have one userName, and no two groups one displayName.</summary>
    public bool IsTaken(ModelResource resource) =>
        All(resource.Kind).Any(x => x.Id != resource.Id && x.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase));

    public void Add(ModelResource resource)
    {
        _made.Add(resource);
        _stored[resource.Id] = resource;
    }

    /// <summary>The version moves where something has changed, and only there.</summary>
    public void Change(ModelResource changed, IEnumerable<string>? members = null)
    {
        var before = _stored[changed.Id];
        var (old, now) = (MembersOf(changed.Id).ToHashSet(), members?.Where(Knows).ToHashSet());
        var moves = !JsonNode.DeepEquals(before.Document(), changed.Document()) || (now is not null && !now.SetEquals(old));
        _stored[changed.Id] = changed with { Version = before.Version + (moves ? 1 : 0) };
        if (now is null) return;

        Members.RemoveWhere(x => x.Group == changed.Id);
        Members.UnionWith(now.Select(x => (changed.Id, x)));
    }

    /// <summary>The groups that a member leaves change, and what the deleted group held does not.</summary>
    public void Delete(string id)
    {
        foreach (var group in Members.Where(x => x.Member == id && x.Group != id).Select(x => x.Group).ToList())
            _stored[group] = _stored[group] with { Version = _stored[group].Version + 1 };
        Members.RemoveWhere(x => x.Member == id || x.Group == id);
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
}
