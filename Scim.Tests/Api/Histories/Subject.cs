namespace Scim.Tests.Api.Histories;

/// <summary>A resource that several clients work on.</summary>
/// <param name="Name">Its userName or displayName.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Initial">As it was made.</param>
/// <param name="Members">The ids of users that may be members, by their letters.</param>
internal sealed record Subject(string Name, string Path, State Initial, IReadOnlyDictionary<char, string> Members)
{
    private static readonly Dictionary<char, string> Nobody = [];

    public static async Task<Subject> UserAsync(ScimServer server)
    {
        var name = Some.Name();
        var user = await server.PostAsync("Users", Some.User(name, "\"title\": \"new\""));
        return new Subject(name, $"Users/{user.Id}", new State(1, "new"), Nobody);
    }

    /// <summary>A group of which the first user is a member.</summary>
    public static async Task<Subject> GroupAsync(ScimServer server, string letters)
    {
        var members = new Dictionary<char, string>();
        foreach (var letter in letters) members[letter] = (await server.PostAsync("Users", Some.User())).Id;
        var name = Some.Name("group");
        var group = await server.PostAsync("Groups", Some.Group(name, members[letters[0]]));
        return new Subject(name, $"Groups/{group.Id}", new State(1, letters[..1]), members);
    }

    public static string Patch(string operation) => $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""";
}
