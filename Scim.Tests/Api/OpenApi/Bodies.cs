namespace Scim.Tests.Api.OpenApi;

/// <summary>Resources with a value of every kind.</summary>
internal static class Bodies
{
    /// <param name="path">The type's endpoint.</param>
    /// <param name="name">Of this resource alone.</param>
    /// <param name="member">For a group, a member it is to have.</param>
    public static string Rich(string path, string name, string? member) => path switch
    {
        "Users" => User(name),
        "Groups" => Group(name, member),
        "Devices" => Device(name),
        _ => $$"""{"schemas": ["urn:example:scim:Error"], "externalId": "{{name}}", "code": "42"}""",
    };

    /// <summary>A user who is created, and another who is not there to be deleted.</summary>
    public static string Bulk(string name) => $$"""
        {
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
          "Operations": [
            {"method": "POST", "path": "/Users", "bulkId": "one", "data": {{User(name)}} },
            {"method": "DELETE", "path": "/Users/none"}
          ]
        }
        """;

    private static string User(string name) => $$"""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
          "externalId": "{{name}}", "userName": "{{name}}", "active": false, "displayName": "Ada Lovelace", "title": "Countess",
          "name": {"formatted": "Ada Lovelace", "givenName": "Ada", "familyName": "Lovelace"},
          "profileUrl": "https://example.com/ada", "preferredLanguage": "en", "timezone": "Europe/London",
          "emails": [{"value": "ada@example.com", "type": "work", "primary": true, "display": "Ada"}, {"value": "a@example.com", "type": "elsewhere"}],
          "phoneNumbers": [{"value": "1", "type": "work"}], "photos": [{"value": "https://example.com/ada.png", "type": "photo"}],
          "addresses": [{"type": "work", "locality": "London", "primary": true}], "roles": [{"value": "Admin", "display": "Admin", "primary": true}],
          "x509Certificates": [{"value": "AQID", "type": "any"}],
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "1", "manager": {"value": "boss"} }
        }
        """;

    private static string Group(string name, string? member) => $$"""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "externalId": "{{name}}", "displayName": "{{name}}",
          "members": [{{Member(member)}}]
        }
        """;

    private static string Member(string? id) => id is null ? "" : $$"""{"value": "{{id}}"}""";

    private static string Device(string name) => $$"""
        {
          "schemas": ["urn:example:scim:Device", "urn:example:scim:extension:Warranty"],
          "externalId": "{{name}}", "serial": "{{name}}", "platform": "plan9", "cores": 8, "weight": 1.5, "bought": "2026-01-31T09:30:00",
          "key": "AQI", "labels": ["red", "blue"], "disks": [{"value": "one", "encrypted": true}, {"value": "two"}], "secret": "hidden",
          "urn:example:scim:extension:Warranty": {"until": "2027-01-31T09:30:00+01:00"}
        }
        """;
}
