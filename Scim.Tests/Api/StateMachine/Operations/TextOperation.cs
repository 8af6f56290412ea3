using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Operations;

/// <summary>A string set or, without one, taken away: by null, by "" or by remove.</summary>
internal sealed record TextOperation(string Op, string Attribute, string? Value, Spelling Spelling)
{
    private bool Removes => Op.Equals("remove", StringComparison.OrdinalIgnoreCase);

    public JsonObject Json(string schema) => Removes ? new JsonObject { ["op"] = Op, ["path"] = Attribute } : Spelling.Operation(Op, Attribute, Value, schema);

    public string? On(string? current) => Removes ? null : !string.IsNullOrEmpty(Value) ? Value : Spelling.IsAdd(Op) ? current : null;
}

internal sealed record SetUserText(TextOperation Text) : UserOperation
{
    public override JsonObject Json(Model model) => Text.Json(ModelUser.Schema);

    public override ModelUser On(ModelUser user, Model model) => Text.Attribute switch
    {
        "userName" => user with { UserName = Text.On(user.UserName) },
        "externalId" => user with { ExternalId = Text.On(user.ExternalId) },
        "displayName" => user with { DisplayName = Text.On(user.DisplayName) },
        _ => user with { Title = Text.On(user.Title) },
    };
}
