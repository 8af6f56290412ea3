using System.Text.Json.Nodes;

namespace Scim.Tests.Deploy;

/// <summary>The bill of materials, made as the Dockerfile makes it.</summary>
public class SbomTests
{
    [Test]
    public async Task It_has_every_package_that_the_service_is_locked_to_with_version_hash_and_licence()
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var folder = Directory.CreateTempSubdirectory("scim-sbom-").FullName;
        try
        {
            await Tool.RunAsync(dotnet, "tool", "restore");
            await Tool.RunAsync(
                dotnet, "tool", "run", "dotnet-CycloneDX", "--", Repository.File("Scim.Api", "Scim.Api.csproj"), "--output", folder, "--filename", "scim.cdx.json",
                "--output-format", "Json", "--disable-package-restore", "--set-name", "scim", "--set-version", Repository.Version);

            var sbom = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "scim.cdx.json")))!;
            var components = sbom["components"]!.AsArray().Select(x => x!.AsObject()).ToList();

            Assert.That((sbom["bomFormat"]!.ToString(), sbom["metadata"]!["component"]!["version"]!.ToString()), Is.EqualTo(("CycloneDX", Repository.Version)));
            Assert.That(components.Select(x => x["purl"]!.ToString()), Is.EquivalentTo(Locked()));
            Assert.That(components.Where(x => x["hashes"] is not JsonArray { Count: > 0 } || x["licenses"] is not JsonArray { Count: > 0 }).Select(x => x["purl"]), Is.Empty);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Locked()
    {
        var file = (JsonObject)JsonNode.Parse(File.ReadAllText(Repository.File("Scim.Api", "packages.lock.json")))!;
        return from framework in file["dependencies"]!.AsObject()
               from package in framework.Value!.AsObject()
               where package.Value!["type"]!.ToString() != "Project"
               select $"pkg:nuget/{package.Key}@{package.Value!["resolved"]}";
    }
}
