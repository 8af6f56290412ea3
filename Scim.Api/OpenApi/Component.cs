using Scim.Resources.Schemas;

namespace Scim.Api.OpenApi;

/// <summary>A schema under <c>components</c>: a message of the protocol, or a form of a resource type.</summary>
/// <param name="Form">What it is.</param>
/// <param name="Name">The message's name, or the resource type's.</param>
public sealed record Component(ComponentForm Form, string Name)
{
    private static readonly string[] Messages =
    [
        nameof(Error), nameof(ListResponse), nameof(PatchOp), nameof(SearchRequest), nameof(BulkRequest), nameof(BulkResponse),
        nameof(ServiceProviderConfig), nameof(Schema), nameof(Attribute), nameof(SchemaList), nameof(ResourceType), nameof(ResourceTypeList),
    ];

    public static Component Error { get; } = Message(nameof(Error));

    public static Component ListResponse { get; } = Message(nameof(ListResponse));

    public static Component PatchOp { get; } = Message(nameof(PatchOp));

    public static Component SearchRequest { get; } = Message(nameof(SearchRequest));

    public static Component BulkRequest { get; } = Message(nameof(BulkRequest));

    public static Component BulkResponse { get; } = Message(nameof(BulkResponse));

    public static Component ServiceProviderConfig { get; } = Message(nameof(ServiceProviderConfig));

    public static Component Schema { get; } = Message(nameof(Schema));

    /// <summary>An attribute of a schema, which may hold others.</summary>
    public static Component Attribute { get; } = Message(nameof(Attribute));

    public static Component SchemaList { get; } = Message(nameof(SchemaList));

    public static Component ResourceType { get; } = Message(nameof(ResourceType));

    public static Component ResourceTypeList { get; } = Message(nameof(ResourceTypeList));

    /// <summary>A resource as it is answered.</summary>
    public static Component Answer(ResourceType type) => new(ComponentForm.Answer, type.Name);

    /// <summary>A resource as it is sent.</summary>
    public static Component Request(ResourceType type) => new(ComponentForm.Request, type.Name);

    /// <summary>A page of resources.</summary>
    public static Component List(ResourceType type) => new(ComponentForm.List, type.Name);

    /// <summary>Whether a message has the name.</summary>
    public static bool IsMessage(string name) => Messages.Contains(name);

    private static Component Message(string name) => new(ComponentForm.Message, name);
}

public enum ComponentForm
{
    Message,
    Answer,
    Request,
    List,
}
