using System.Xml.Linq;

namespace Scim.Tests;

/// <summary>The files that are beside the projects.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The version of what is built from here.</summary>
    public static string Version => XDocument.Load(File("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "scim.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
