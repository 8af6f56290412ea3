using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine;

/// <summary>The body of a POST or PUT. What is null is not sent, and what is empty counts as not sent.</summary>
internal sealed record ResourceBody(Kind Kind, string? UserName, string? DisplayName, string? ExternalId, string? Title, Truth? Active, IReadOnlyList<ModelEmail>? Emails, Ref? Manager, IReadOnlyList<Ref>? Members)
{
    public JsonObject Json(Model model)
    {
        var isUser = Kind == Kind.User;
        var json = new JsonObject { ["schemas"] = new JsonArray(isUser ? ModelUser.Schema : ModelGroup.Schema) };
        if (DisplayName is not null) json["displayName"] = DisplayName;
        if (ExternalId is not null) json["externalId"] = ExternalId;
        if (Members is not null) json["members"] = new JsonArray([.. Members.Select(x => new JsonObject { ["value"] = model.IdOf(x) })]);
        if (UserName is not null) json["userName"] = UserName;
        if (Title is not null) json["title"] = Title;
        if (Active is not null) json["active"] = Active.Json();
        if (Emails is not null) json["emails"] = new JsonArray([.. Emails.Select(x => x.Json())]);
        if (Manager is not null) json[ModelUser.Enterprise] = new JsonObject { ["manager"] = new JsonObject { ["value"] = model.IdOf(Manager) } };
        return json;
    }

    /// <summary>The resource with this body.</summary>
    /// <exception cref="Refused">The body is no valid resource.</exception>
    public ModelResource On(string id, ModelResource? current, Model model)
    {
        if (string.IsNullOrEmpty(Kind == Kind.User ? UserName : DisplayName)) throw new Refused("invalidValue");
        if (Kind == Kind.Group) return new ModelGroup(id) { DisplayName = DisplayName, ExternalId = ExternalId, Version = current?.Version ?? 1 };

        return new ModelUser(id)
        {
            UserName = UserName,
            DisplayName = Given(DisplayName),
            ExternalId = ExternalId,
            Title = Given(Title),

            // A new user is active, and a leaver stays one until a client says otherwise.
            Active = Active?.Value ?? (current as ModelUser)?.Active ?? true,
            Emails = ModelEmail.Add([], Emails ?? []),
            Manager = Manager is null ? null : model.IdOf(Manager),
            Version = current?.Version ?? 1,
        };
    }

    public IReadOnlyList<string> MemberIds(Model model) => [.. (Members ?? []).Select(model.IdOf)];

    /// <summary>Some that exist are enough.</summary>
    public bool HasOnlyUnknownMembers(Model model) => MemberIds(model) is { Count: > 0 } ids && !ids.Any(model.MayHold);

    private static string? Given(string? text) => text is "" ? null : text;
}

/// <summary>A boolean, which Entra sends as a string.</summary>
internal sealed record Truth(bool Value, bool AsText)
{
    public JsonNode Json() => AsText ? JsonValue.Create(Value ? "True" : "False") : JsonValue.Create(Value);
}
