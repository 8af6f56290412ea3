namespace Scim.Tests.Api.StateMachine;

/// <summary>The filters that clients use to find what they know of.</summary>
/// <param name="Attribute">What is compared, in the spelling of the request.</param>
/// <param name="Text">The literal, where it is none of the references.</param>
/// <param name="First">A resource whose id the literal is.</param>
/// <param name="Second">The member of <c>id eq "…" and members eq "…"</c>.</param>
internal sealed record Filter(string Attribute, string Text, Ref First, Ref Second)
{
    public string Of(Model model) => Attribute switch
    {
        "active" => "active eq true",
        "emails[type]" => $"emails[type eq \"work\" and value eq \"{Text}\"]",
        "id and members" => $"id eq \"{model.IdOf(First)}\" and members eq \"{model.IdOf(Second)}\"",
        _ => $"{Attribute} eq \"{Literal(model)}\"",
    };

    public bool Matches(Model model, ModelResource resource)
    {
        var (user, literal) = (resource as ModelUser, Literal(model));
        return Attribute switch
        {
            "userName" or "USERNAME" => IsLike(user!.UserName, literal),
            "displayName" => IsLike(resource.DisplayName, literal),
            "title" => IsLike(user!.Title, literal),
            "externalId" => resource.ExternalId == literal,
            "active" => user!.Active == true,
            "emails" or "emails.value" => user!.Emails.Any(x => IsLike(x.Value, literal)),
            "emails[type]" => user!.Emails.Any(x => x.Type == "work" && IsLike(x.Value, literal)),
            "id" => resource.Id == literal,
            "groups" => model.GroupsOf(resource.Id).Contains(literal),
            "members" or "members.value" => model.Members.Contains((resource.Id, literal)),
            "id and members" => resource.Id == model.IdOf(First) && model.Members.Contains((resource.Id, model.IdOf(Second))),
            _ => user!.Manager == literal, // the manager's URN in front
        };
    }

    private static bool IsLike(string? value, string literal) => string.Equals(value, literal, StringComparison.OrdinalIgnoreCase);

    private string Literal(Model model) =>
        Attribute is "id" or "groups" or "members" or "members.value" || Attribute.EndsWith(":manager", StringComparison.Ordinal) ? model.IdOf(First) : Text;
}
