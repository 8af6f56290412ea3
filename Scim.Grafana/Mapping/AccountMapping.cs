using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Grafana.Mapping;

/// <summary>What of a SCIM user becomes an account in Grafana.</summary>
public static class AccountMapping
{
    // Columns of this width hold both.
    private const int MaxLength = 190;

    /// <summary>Null for a user who is not active. One about whom nothing is said is.</summary>
    /// <param name="user">The user as it is stored.</param>
    /// <param name="groups">Ids and names of the groups it is in, directly or not.</param>
    /// <param name="groupRoles">The roles that groups give.</param>
    public static Account? Of(JsonObject user, IReadOnlyCollection<string> groups, IReadOnlyList<GroupRoleOptions> groupRoles)
    {
        if (user["active"] is JsonValue active && active.TryGetValue<bool>(out var isActive) && !isActive) return null;

        var login = Cut(Email(user) ?? Text(user, "userName") ?? "").ToLowerInvariant();
        return new Account(login, Cut(Name(user) ?? login), Highest(RolesOf(user).Concat(RolesOf(groups, groupRoles))));
    }

    private static string? Email(JsonObject user)
    {
        var emails = Elements(user, "emails").Where(x => Text(x, "value") is not null).ToList();
        var chosen = emails.Find(x => string.Equals(Text(x, "type"), "work", StringComparison.OrdinalIgnoreCase))
            ?? emails.Find(x => x["primary"] is JsonValue primary && primary.TryGetValue<bool>(out var isPrimary) && isPrimary);
        return chosen is null ? null : Text(chosen, "value");
    }

    private static string? Name(JsonObject user) =>
        Text(user, "displayName") ?? (user["name"] is JsonObject name ? Text(name, "formatted") ?? FullName(name) : null);

    private static string? FullName(JsonObject name)
    {
        var parts = string.Join(' ', new[] { Text(name, "givenName"), Text(name, "familyName") }.OfType<string>());
        return parts.Length == 0 ? null : parts;
    }

    private static IEnumerable<OrganisationRole> RolesOf(JsonObject user) =>
        Elements(user, "roles").SelectMany(x => new[] { Text(x, "value"), Text(x, "display") }).Select(Role).OfType<OrganisationRole>();

    private static IEnumerable<OrganisationRole> RolesOf(IReadOnlyCollection<string> groups, IReadOnlyList<GroupRoleOptions> groupRoles) =>
        groupRoles.Where(x => groups.Contains(x.Group.Trim(), StringComparer.OrdinalIgnoreCase)).Select(x => x.Role).OfType<OrganisationRole>();

    // Never a server admin: Grafana's own word for one is none of these.
    private static OrganisationRole? Role(string? text)
    {
        // Enum.TryParse would read "Viewer,Editor" and "3" as Admin.
        var name = Unwrapped(text);
        return Enum.GetValues<OrganisationRole>().Where(x => string.Equals(name, $"{x}", StringComparison.OrdinalIgnoreCase)).Select(x => (OrganisationRole?)x).FirstOrDefault();
    }

    // Entra sends an app role as JSON inside a string: {"id":"...","value":"Editor","displayName":"Editors"}.
    private static string? Unwrapped(string? text)
    {
        if (text is null || !text.StartsWith('{')) return text;

        try
        {
            return JsonNode.Parse(text, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject role ? Text(role, "value") ?? Text(role, "displayName") : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is for half a surrogate pair.
            return null;
        }
    }

    private static OrganisationRole? Highest(IEnumerable<OrganisationRole> roles) =>
        roles.Select(x => (OrganisationRole?)x).Max();

    private static IEnumerable<JsonObject> Elements(JsonObject user, string name) => (user[name] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonObject element, string name) =>
        element[name] is JsonValue value && value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static string Cut(string text) =>
        text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
