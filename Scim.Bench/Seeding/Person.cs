using System.Text.Json.Nodes;

namespace Scim.Bench.Seeding;

/// <summary>Users as Entra sends them. The same number gives the same person, everywhere and always.</summary>
internal static class Person
{
    private static readonly string[] Given = ["Anna", "Björn", "Chen", "Dalia", "Emeka", "Fatima", "Goran", "Hanna", "Ines", "Jan", "Kaito", "Leila", "Mateo", "Nora", "Olu", "Priya"];
    private static readonly string[] Family = ["Andersson", "Bauer", "Costa", "Diallo", "Eriksen", "Fischer", "García", "Haddad", "Ivanov", "Jensen", "Kowalski", "Lindqvist", "Müller", "Nowak", "Okafor", "Petrov"];
    private static readonly string[] Titles = ["Engineer", "Analyst", "Nurse", "Accountant", "Technician", "Manager", "Architect", "Designer"];

    public static string UserName(int number, string prefix = "") => $"{prefix}user{number:d7}@example.com";

    /// <param name="number">Which one.</param>
    /// <param name="prefix">In front of the names, to tell runs apart.</param>
    public static JsonObject Body(int number, string prefix = "")
    {
        var (given, family) = (Given[number % Given.Length], Family[number / Given.Length % Family.Length]);
        return new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"),
            ["externalId"] = $"{prefix}{number:x8}-0000-4000-8000-000000000000",
            ["userName"] = UserName(number, prefix),
            ["active"] = number % 20 != 0,
            ["displayName"] = $"{given} {family}",
            ["name"] = new JsonObject { ["formatted"] = $"{given} {family}", ["givenName"] = given, ["familyName"] = family },
            ["title"] = Titles[number % Titles.Length],
            ["emails"] = new JsonArray(new JsonObject { ["value"] = UserName(number, prefix), ["type"] = "work", ["primary"] = true }),
            ["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = $"+46 8 {number % 10_000_000:d7}", ["type"] = "work" }),
            ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = new JsonObject { ["department"] = $"Department {number % 500}", ["employeeNumber"] = $"{prefix}{number}" },
        };
    }
}
