using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Operations;

/// <summary>An operation that is refused whatever the user is.</summary>
/// <param name="Content">The operation.</param>
/// <param name="ScimType">Of the error.</param>
/// <param name="IsReadFirst">The request is refused as it is read, before anyone looks for the user.</param>
internal sealed record WrongOperation(string Content, string ScimType, bool IsReadFirst) : UserOperation
{
    public static readonly WrongOperation[] All =
    [
        new("""{"op": "move", "path": "title", "value": "x"}""", "invalidSyntax", true),
        new("""{"op": "replace", "path": "nothing", "value": "x"}""", "invalidPath", true),
        new("""{"op": "remove"}""", "noTarget", true),
        new("""{"op": "remove", "path": "emails[nothing eq 1]"}""", "invalidFilter", true),
        new("""{"op": "replace", "path": "id", "value": "x"}""", "mutability", false),
        new("""{"op": "add", "path": "groups", "value": [{"value": "x"}]}""", "mutability", false),
        new("""{"op": "replace", "path": "active", "value": "maybe"}""", "invalidValue", false),
        new("""{"op": "replace", "path": "emails[type eq \"nobody\" or type eq \"none\"].value", "value": "x"}""", "noTarget", false),
    ];

    public override JsonObject Json(Model model) => (JsonObject)JsonNode.Parse(Content)!;

    public override ModelUser On(ModelUser user, Model model) => throw new Refused(ScimType);
}
