using System.Text;
using System.Text.Json.Nodes;
using Scim.Resources;
using Scim.Resources.Bodies;
using Scim.Resources.Filtering;
using Scim.Resources.Operations;
using Scim.Resources.Patching;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage.Filtering;
using Scim.Storage.Logging;

namespace Scim.Storage.Writing;

/// <summary>The parameters of a write.</summary>
internal sealed class WriteCommand
{
    /// <summary>Characters of a document. A page of a thousand of them is put together in memory.</summary>
    public const int MaxDocument = 262_144;

    // Names that a client made up; the log keeps enough of them to tell what was meant.
    private const int MaxIgnored = 100;
    private const int MaxIgnoredLength = 200;

    public WriteCommand(Caller caller, ResourceType type, Guid id, string operation, Precondition precondition)
    {
        Precondition = precondition;
        Values.Add("tenant", caller.Tenant);
        Values.Add("type", type.Name);
        Values.Add("id", id);
        Values.Add("operation", operation);
        Values.Add("credential", caller.Credential);
        Values.Add("correlationId", caller.CorrelationId);
        Values.Add("anyVersion", precondition.Only is null);
        Values.Add("only", (precondition.Only ?? []).ToArray());
        Values.Add("except", precondition.Except.ToArray());
        Values.Add("changed", Array.Empty<string>());
        Values.Add("newValues", null);
        SetMembers(new MembershipChange(), []);
    }

    public Precondition Precondition { get; }

    public Dictionary<string, object?> Values { get; } = [];

    /// <summary>The ids of members to add, as they were sent.</summary>
    public IReadOnlyList<string> Asked { get; private set; } = [];

    /// <summary>It is no failure where none of them is there: others come later.</summary>
    public bool MayBeUnknown { get; private set; }

    /// <summary>The version that was read, and that must still be there.</summary>
    public long Version { get; init; }

    public static WriteCommand Of(Caller caller, ResourceType type, Guid id, string operation, ResourceDraft draft, Precondition precondition)
    {
        var command = new WriteCommand(caller, type, id, operation, precondition);
        command.SetMembers(draft.Members, draft.Ignored);
        return command;
    }

    public WriteCommand WithDocument(Caller caller, ResourceType type, Guid id, ResourceDraft draft, long version = 0)
    {
        var search = SearchDocument.Of(type, draft.Document);
        Values.Add("searchText", SearchDocument.TextOf(search));
        search[Containment.TenantKey] = caller.Tenant;
        Values.Add("search", search.ToJsonString(ReadableJson.Options));
        Values.Add("document", Limited(type, draft.Document.ToJsonString(ReadableJson.Options)));
        Values.Add("uniqueKey", KeyColumns.UniqueKey(type, draft.Document));
        Values.Add("externalId", KeyColumns.ExternalId(draft.Document));
        Values.Add("display", KeyColumns.Display(type, id, draft.Document));
        Values.Add("version", version);
        return this;
    }

    /// <summary>What the log says of the attributes: their names, and the values that it may hold.</summary>
    public WriteCommand Logging(ResourceType type, JsonObject? before, JsonObject after, LoggedValues logged)
    {
        var changes = AttributeChange.Between(before, after);
        Values["changed"] = changes.Select(x => x.Name).ToArray();
        Values["newValues"] = logged.Of(type, changes);
        return this;
    }

    /// <summary>The resource that this command creates, without what is derived.</summary>
    public Resource NewResource(ResourceType type, DateTime created) => new()
    {
        Type = type,
        Id = (Guid)Values["id"]!,
        Version = 1,
        Created = created,
        LastModified = created,
        Document = Encoding.UTF8.GetBytes((string)Values["document"]!),
    };

    private void SetMembers(MembershipChange members, IReadOnlyList<string> ignored)
    {
        // Text that spells no id names no member, and may name a person.
        var isMisspelt = members.Added.Any(x => ResourceId.Parse(x) is null);
        Asked = members.Added;
        MayBeUnknown = members.IsPartial;
        Values["asked"] = MayBeUnknown ? 0 : members.Added.Count;
        Values["added"] = Ids(members.Added);
        Values["removed"] = Ids(members.Removed);
        Values["clear"] = members.Clear;
        Values["ignored"] = ignored.Select(x => Shorten(LogText.Masked(x))).Concat(isMisspelt ? ["members that are no ids"] : []).Take(MaxIgnored).ToArray();
    }

    private static string Limited(ResourceType type, string document) => document.Length <= MaxDocument
        ? document
        : throw ScimException.InvalidValue($"A {type.Name} takes at most {MaxDocument} characters of JSON, not {document.Length}.");

    private static string Shorten(string name) => name.Length <= MaxIgnoredLength ? name : name[..MaxIgnoredLength];

    private static Guid[] Ids(IEnumerable<string> ids) => ids.Select(ResourceId.Parse).OfType<Guid>().ToArray();
}
