using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine;

internal enum Kind
{
    User,
    Group,
}

/// <summary>A resource by the number of its creation.</summary>
internal sealed record Ref(Kind Kind, int Number)
{
    public const int Ghost = 9;

    /// <summary>From here on, an operation of a bulk request names what operations of the same request create, where they create any of the kind.</summary>
    public const int FirstOfBulk = 5;
}

internal abstract record ModelResource(Kind Kind, string Id)
{
    public int Version { get; init; } = 1;

    public string? ExternalId { get; init; }

    public string? DisplayName { get; init; }

    public string Path => $"{Kind}s/{Id}";

    /// <summary>What no other of its kind may have.</summary>
    public abstract string Name { get; }

    /// <summary>What a client has set.</summary>
    public abstract JsonObject Document();
}

internal sealed record ModelUser(string Id) : ModelResource(Kind.User, Id)
{
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public string? UserName { get; init; }

    public string? Title { get; init; }

    public bool? Active { get; init; }

    public IReadOnlyList<ModelEmail> Emails { get; init; } = [];

    public string? Manager { get; init; }

    public override string Name => UserName!;

    public override JsonObject Document()
    {
        var document = new JsonObject { ["schemas"] = Manager is null ? new JsonArray(Schema) : new JsonArray(Schema, Enterprise), ["userName"] = UserName };
        if (ExternalId is not null) document["externalId"] = ExternalId;
        if (DisplayName is not null) document["displayName"] = DisplayName;
        if (Title is not null) document["title"] = Title;
        if (Active is not null) document["active"] = Active;
        if (Emails.Count > 0) document["emails"] = new JsonArray([.. Emails.Select(x => x.Json())]);
        if (Manager is not null) document[Enterprise] = new JsonObject { ["manager"] = new JsonObject { ["value"] = Manager } };
        return document;
    }
}

internal sealed record ModelGroup(string Id) : ModelResource(Kind.Group, Id)
{
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Group";

    public override string Name => DisplayName!;

    public override JsonObject Document()
    {
        var document = new JsonObject { ["schemas"] = new JsonArray(Schema), ["displayName"] = DisplayName };
        if (ExternalId is not null) document["externalId"] = ExternalId;
        return document;
    }
}
