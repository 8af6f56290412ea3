using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

/// <summary>A folder of definitions that goes away with its test.</summary>
internal sealed class SchemaFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scim-schemas-");

    public SchemaFolder(params ReadOnlySpan<(string Name, string Content)> files)
    {
        foreach (var (name, content) in files)
            File.WriteAllText(Path.Combine(_folder.FullName, name), content);
    }

    public string FullName => _folder.FullName;

    public SchemaCatalogue Load() => SchemaCatalogue.Load(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);
}
