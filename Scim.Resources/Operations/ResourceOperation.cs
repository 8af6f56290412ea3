using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Patching;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Resources.Operations;

/// <summary>A change that a client asks for, alone or in bulk, checked as far as that goes without what is stored.</summary>
/// <param name="Type">The type of the resource.</param>
/// <param name="Id">The id as it was sent, or the new one.</param>
/// <param name="Precondition">The versions at which it may be done.</param>
public abstract record ResourceOperation(ResourceType Type, string Id, Precondition Precondition)
{
    /// <summary>The id. Text that spells none names no resource, and neither does the empty id that stands for it.</summary>
    public Guid Key { get; } = ResourceId.Parse(Id) ?? Guid.Empty;

    /// <summary>The names of what the client wrote, for a <see cref="Projection"/>.</summary>
    public IReadOnlyCollection<string> Written { get; private init; } = [];

    /// <summary>Ids that may become members, to be locked before groups are; what is wrong with them shows when the operation is carried out.</summary>
    public virtual IEnumerable<string> NamedMembers => [];

    /// <exception cref="ScimException">The body is no valid resource of the type.</exception>
    public static CreateOperation Create(ResourceType type, JsonObject body) => Create(type, ResourceId.Create(), body);

    /// <exception cref="ScimException">The body is no valid resource of the type.</exception>
    public static CreateOperation Create(ResourceType type, Guid id, JsonObject body)
    {
        var written = WrittenAttributes.Of(type, body);
        return new(type, id.ToString(), ResourceBody.Read(type, body)) { Written = written };
    }

    public static ReplaceOperation Replace(ResourceType type, string id, JsonObject body, Precondition precondition) => new(type, id, body, precondition) { Written = WrittenAttributes.Of(type, body) };

    /// <exception cref="ScimException">The body is no PatchOp, or names what the type does not have.</exception>
    public static PatchOperation Patch(ResourceType type, string id, JsonObject body, Precondition precondition)
    {
        var request = PatchRequest.Parse(type, body);
        return new(type, id, request, precondition) { Written = request.Written };
    }

    public static DeleteOperation Delete(ResourceType type, string id, Precondition precondition) => new(type, id, precondition);
}

/// <summary>POST (RFC 7644 section 3.3).</summary>
public sealed record CreateOperation(ResourceType Type, string Id, ResourceDraft Draft) : ResourceOperation(Type, Id, Precondition.None)
{
    public override IEnumerable<string> NamedMembers => Draft.Members.Added;
}

/// <summary>PUT (RFC 7644 section 3.5.1). What the body may say depends on what is stored, so it is read when that is known.</summary>
public sealed record ReplaceOperation(ResourceType Type, string Id, JsonObject Body, Precondition Precondition) : ResourceOperation(Type, Id, Precondition)
{
    public override IEnumerable<string> NamedMembers => MembershipChange.IdsIn(Body.Member("members"));
}

/// <summary>PATCH (RFC 7644 section 3.5.2).</summary>
public sealed record PatchOperation(ResourceType Type, string Id, PatchRequest Request, Precondition Precondition) : ResourceOperation(Type, Id, Precondition)
{
    public override IEnumerable<string> NamedMembers => Request.NamedMembers;
}

/// <summary>DELETE (RFC 7644 section 3.6).</summary>
public sealed record DeleteOperation(ResourceType Type, string Id, Precondition Precondition) : ResourceOperation(Type, Id, Precondition);
