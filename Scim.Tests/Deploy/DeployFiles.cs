using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Scim.Tests.Deploy;

/// <summary>The files under <c>deploy/</c> and the Compose file, as they are in the repository.</summary>
internal static class DeployFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Deploy", "Files");

    /// <param name="path">As in <c>grafana/dashboards/scim.json</c>.</param>
    public static string Text(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>Whether there is a file or folder of that path.</summary>
    public static bool Has(string path) => Path.Exists(Path.Combine(Folder, path));

    public static JsonNode Json(string path) => JsonNode.Parse(Text(path))!;

    /// <summary>The one document of a YAML file, as JSON would have it; every scalar is text.</summary>
    public static JsonNode Yaml(string path)
    {
        var yaml = new YamlStream();
        using var text = new StringReader(Text(path));
        yaml.Load(text);
        return Node(yaml.Documents.Single().RootNode)!;
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(x => KeyValuePair.Create(((YamlScalarNode)x.Key).Value!, Node(x.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException($"{node.NodeType} is not used."),
    };
}
