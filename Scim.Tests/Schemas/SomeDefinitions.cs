using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

/// <summary>Definitions that are loaded from a folder of their own.</summary>
internal static class SomeDefinitions
{
    public static Action Loading(params (string Name, string Content)[] files) => () =>
    {
        using var folder = new SchemaFolder(files);
        folder.Load();
    };

    public static void AreRefused(string content, string problem, string source = "f.json") =>
        Assert.That(Loading(("f.json", content)), Throws.TypeOf<SchemaException>().With.Message.EqualTo($"{source}: {problem}"));
}
