using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Operations;

/// <summary>Adds addresses, or puts them in the place of all there are.</summary>
internal sealed record PutEmails(string Op, IReadOnlyList<ModelEmail> Emails, Spelling Spelling) : UserOperation
{
    public override JsonObject Json(Model model) => Spelling.Operation(Op, "emails", new JsonArray([.. Emails.Select(x => x.Json())]), ModelUser.Schema);

    public override ModelUser On(ModelUser user, Model model) => user with { Emails = ModelEmail.Add(Spelling.IsAdd(Op) ? user.Emails : [], Emails) };
}

/// <summary><c>emails[type eq "work"].value</c>, which makes the address where there is none.</summary>
internal sealed record SetEmail(string Op, string Type, string Value) : UserOperation
{
    public override JsonObject Json(Model model) => new() { ["op"] = Op, ["path"] = $"emails[type eq \"{Type}\"].value", ["value"] = Value };

    public override ModelUser On(ModelUser user, Model model) => user with { Emails = ModelEmail.Set(user.Emails, Type, Value) };
}

/// <summary>Removes the addresses of a list, were it an empty one, and no others.</summary>
internal sealed record RemoveEmails(string Op, IReadOnlyList<string> Values) : UserOperation
{
    public override JsonObject Json(Model model) => new()
    {
        ["op"] = Op,
        ["path"] = "emails",
        ["value"] = new JsonArray([.. Values.Select(x => new JsonObject { ["value"] = x })]),
    };

    public override ModelUser On(ModelUser user, Model model) => user with { Emails = [.. user.Emails.Where(x => !Values.Contains(x.Value))] };
}
