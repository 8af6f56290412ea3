namespace Scim.Tests.Api.CustomTypes;

/// <summary>Bodies of requests for the types of <see cref="DefinitionFolder.Assets"/>.</summary>
internal static class SomeAsset
{
    public const string Schema = "urn:example:inventory:Asset";
    public const string Place = "urn:example:inventory:Place";

    /// <param name="tag">Its unique attribute.</param>
    /// <param name="further">The inside of a JSON object.</param>
    /// <param name="place">The inside of the required extension.</param>
    public static string Body(string? tag = null, string? further = null, string place = "\"room\": \"A1\"") => $$"""
        {"schemas": ["{{Schema}}", "{{Place}}"], "tag": "{{tag ?? Some.Name("tag")}}"{{(further is null ? "" : ", " + further)}}, "{{Place}}": { {{place}} } }
        """;

    public static string Licence(string? key) =>
        $$"""{"schemas": ["urn:example:inventory:Licence"], "product": "x"{{(key is null ? "" : $", \"key\": \"{key}\"")}}}""";
}
