namespace Scim.Tests.Api.StateMachine;

/// <summary><c>sortBy</c> and <c>sortOrder</c>.</summary>
internal sealed record Order(string By, bool Descending)
{
    public string Direction => Descending ? "descending" : "ascending";

    /// <summary>What has no value comes last, what is equal by id, and descending is all of that the other way round.</summary>
    /// <exception cref="Refused">Groups have no such attribute.</exception>
    public IEnumerable<ModelResource> Of(IEnumerable<ModelResource> resources, Kind? kind)
    {
        if (kind == Kind.Group && By is ("userName" or "active")) throw new Refused("invalidValue");

        var ascending = resources.OrderBy(x => Key(x) is null).ThenBy(Key, StringComparer.Ordinal).ThenBy(x => x.Id, StringComparer.Ordinal);
        return Descending ? ascending.Reverse() : ascending;
    }

    private string? Key(ModelResource resource) => By switch
    {
        "userName" => (resource as ModelUser)?.UserName?.ToLowerInvariant(),
        "displayName" => resource.DisplayName?.ToLowerInvariant(),
        "externalId" => resource.ExternalId,
        _ => (resource as ModelUser)?.Active is { } active ? active ? "1" : "0" : null,
    };
}
