namespace Scim.Tests.Api.CustomTypes;

/// <summary>Folders for <c>Scim:SchemasDir</c>.</summary>
internal static class DefinitionFolder
{
    /// <summary>The worked example of docs/custom-types.md.</summary>
    public static string Devices => Path.Combine(AppContext.BaseDirectory, "Api", "CustomTypes", "Devices");

    /// <summary>A type with an attribute of each type and characteristic and a required extension, and one whose unique attribute is caseExact.</summary>
    public static string Assets => Path.Combine(AppContext.BaseDirectory, "Api", "CustomTypes", "Files");
}
