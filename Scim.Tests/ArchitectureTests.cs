using System.Xml.Linq;

namespace Scim.Tests;

public class ArchitectureTests
{
    [TestCase("Scim.Filter", "")]
    [TestCase("Scim.Resources", "Scim.Filter")]
    [TestCase("Scim.Storage", "Scim.Resources")]
    [TestCase("Scim.Grafana", "Scim.Storage")]
    [TestCase("Scim.Api", "Scim.Grafana")]
    [TestCase("Scim.GrafanaDouble", "")]
    [TestCase("Scim.Tests", "Scim.Api Scim.GrafanaDouble")]
    public void Projects_refer_in_one_direction(string project, string references) =>
        Assert.That(string.Join(' ', Items(project, "ProjectReference").Select(x => Path.GetFileNameWithoutExtension(x.Replace('\\', '/')))), Is.EqualTo(references));

    [TestCase("Scim.Filter", "Superpower")]
    [TestCase("Scim.Resources", "")]
    public void The_language_and_the_model_know_neither_HTTP_nor_SQL(string project, string packages) =>
        Assert.That(string.Join(' ', Items(project, "PackageReference")), Is.EqualTo(packages));

    [TestCase(typeof(Scim.Api.Hosting.ScimApplication))]
    [TestCase(typeof(Scim.Grafana.GrafanaOptions))]
    public void The_API_and_the_connector_hold_no_SQL(Type type) =>
        Assert.That(type.Assembly.GetReferencedAssemblies().Select(x => x.Name), Has.None.EqualTo("Dapper"));

    [Test]
    public void The_storage_knows_no_HTTP() =>
        Assert.That(
            typeof(Scim.Storage.ResourceStore).Assembly.GetReferencedAssemblies().Select(x => x.Name),
            Has.None.StartsWith("Microsoft.AspNetCore"));

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.File("scim.slnx"));
        foreach (var project in Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories))
            Assert.That(solution, Does.Contain(Path.GetRelativePath(Repository.Root, project).Replace('\\', '/')));
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Repository.File(project, $"{project}.csproj")).Descendants(kind).Select(x => x.Attribute("Include")!.Value);
}
