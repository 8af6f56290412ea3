using Scim.Resources.Bodies;
using Scim.Resources.Patching;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Storage.Writing;

/// <summary>
/// Members that a bulk request names before the operations that create them, as groups in one another must. They are left out at first, and come
/// in when all resources are there, unless an operation in between takes them out again.
/// </summary>
/// <param name="created">The position, in the order of work, at which each new resource is created.</param>
internal sealed class LaterMembers(IReadOnlyDictionary<string, int> created)
{
    private readonly Dictionary<Guid, Link> _links = [];

    /// <summary>The position of the operation that is carried out now.</summary>
    public int Position { get; set; }

    /// <summary>The groups that still lack members.</summary>
    public IReadOnlyList<Link> Links => [.. _links.Values.Where(x => x.Members.Count > 0).OrderBy(x => x.Group)];

    /// <summary>The members that the group still lacks.</summary>
    public IEnumerable<string> Awaited(Guid group) => _links.TryGetValue(group, out var link) ? link.Members : [];

    /// <summary>What of the draft can be stored now.</summary>
    public ResourceDraft Now(ResourceDraft draft) => draft.Members.Added.Any(IsLater) ? draft with { Members = draft.Members.Without(IsLater) } : draft;

    /// <summary>Keeps what could not be stored, once the rest is.</summary>
    public void Note(ResourceType type, Guid group, MembershipChange change)
    {
        if (change.Clear) _links.Remove(group);
        if (_links.TryGetValue(group, out var link)) link.Members.ExceptWith(change.Removed);

        var later = change.Added.Where(IsLater).ToList();
        if (later.Count > 0) _links[group] = new Link(type, group, Position, [.. link?.Members ?? [], .. later]);
    }

    /// <summary>The resource is gone, as a group and as a member.</summary>
    public void Forget(Guid id)
    {
        _links.Remove(id);
        foreach (var link in _links.Values) link.Members.Remove(id.ToString());
    }

    private bool IsLater(string id) => created.TryGetValue(id, out var position) && position >= Position;

    /// <param name="Type">The type of the group.</param>
    /// <param name="Group">The group.</param>
    /// <param name="Position">The operation that named the members.</param>
    /// <param name="Members">Their ids.</param>
    internal sealed record Link(ResourceType Type, Guid Group, int Position, HashSet<string> Members)
    {
        public ResourceDraft Draft()
        {
            var change = new MembershipChange();
            foreach (var id in Members) change.Add(new System.Text.Json.Nodes.JsonObject { ["value"] = id });
            return new ResourceDraft([], change, []);
        }
    }
}
