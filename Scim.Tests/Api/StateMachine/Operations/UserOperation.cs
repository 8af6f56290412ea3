using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Operations;

/// <summary>One operation of a PATCH on a user.</summary>
internal abstract record UserOperation
{
    public abstract JsonObject Json(Model model);

    /// <exception cref="Refused">It cannot be applied.</exception>
    public abstract ModelUser On(ModelUser user, Model model);
}

/// <summary>The active flag.</summary>
internal sealed record SetActive(string Op, Truth Active, Spelling Spelling) : UserOperation
{
    public override JsonObject Json(Model model) => Spelling.Operation(Op, "active", Active.Json(), ModelUser.Schema);

    public override ModelUser On(ModelUser user, Model model) => user with { Active = Active.Value };
}

/// <summary>The manager as a string, an object or an array of one; null takes it away.</summary>
internal sealed record SetManager(string Op, Ref? Manager, int Form, bool IsNested) : UserOperation
{
    public override JsonObject Json(Model model)
    {
        JsonNode value = Manager is null ? "" : model.IdOf(Manager);
        if (Form == 1) value = new JsonObject { ["value"] = value };
        if (Form == 2) value = new JsonArray(new JsonObject { ["value"] = value });
        return IsNested
            ? new JsonObject { ["op"] = Op, ["value"] = new JsonObject { [ModelUser.Enterprise] = new JsonObject { ["manager"] = value } } }
            : new JsonObject { ["op"] = Op, ["path"] = $"{ModelUser.Enterprise}:manager", ["value"] = value };
    }

    // Adding nothing takes nothing away.
    public override ModelUser On(ModelUser user, Model model) =>
        Manager is not null ? user with { Manager = model.IdOf(Manager) } : Spelling.IsAdd(Op) ? user : user with { Manager = null };
}

/// <summary>A whole attribute taken away.</summary>
internal sealed record RemoveAttribute(string Op, string Path) : UserOperation
{
    public override JsonObject Json(Model model) => new() { ["op"] = Op, ["path"] = Path };

    public override ModelUser On(ModelUser user, Model model) => Path switch
    {
        "active" => user with { Active = null },
        "emails" => user with { Emails = [] },
        "emails[type eq \"home\"]" => user with { Emails = [.. user.Emails.Where(x => x.Type != "home")] },
        "emails[primary eq true]" => user with { Emails = [.. user.Emails.Where(x => x.Primary != true)] },
        _ => user with { Manager = null },
    };
}
