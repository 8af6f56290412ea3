namespace Scim.Tests.Deploy;

/// <summary>What the Dockerfile says; <c>.ci/image</c> tries what it makes.</summary>
public class ImageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.File("Dockerfile"));

    [Test]
    public void The_version_is_the_one_of_the_projects_wherever_none_is_given() =>
        Assert.That(Lines.Where(x => x.StartsWith("ARG VERSION", StringComparison.Ordinal)), Is.Not.Empty.And.All.EqualTo($"ARG VERSION={Repository.Version}"));

    [Test]
    public void Every_stage_that_is_shipped_runs_as_the_ordinary_user_of_the_base_image() =>
        Assert.That(Lines.Count(x => x == "USER $APP_UID"), Is.EqualTo(Lines.Count(x => x.StartsWith("FROM mcr.microsoft.com/dotnet/aspnet:", StringComparison.Ordinal))));

    [Test]
    public void What_compiles_runs_on_the_builders_own_processor() =>
        Assert.That(Lines.Where(x => x.StartsWith("FROM", StringComparison.Ordinal) && x.Contains("/sdk:", StringComparison.Ordinal)), Has.All.Contains("--platform=${BUILDPLATFORM:-linux/amd64}"));

    [Test]
    public void Every_project_that_the_service_is_made_of_is_copied_before_its_packages_are_restored()
    {
        var service = Directory.EnumerateDirectories(Repository.Root, "Scim.*").Select(x => Path.GetFileName(x)!).Where(x => x is not ("Scim.Bench" or "Scim.GrafanaDouble" or "Scim.Tests"));
        Assert.That(service.Select(x => $"COPY {x}/{x}.csproj {x}/packages.lock.json {x}/"), Is.SubsetOf(Lines));
    }
}
