using DotNet.Testcontainers.Configurations;

namespace Scim.Tests.Databases;

internal static class DockerEngine
{
    /// <summary>Whether the engine that Testcontainers would use answers soon. Looking for one can hang on a dead DOCKER_HOST.</summary>
    public static async Task<bool> AnswersAsync()
    {
        var found = Task.Run(() => TestcontainersSettings.OS.DockerEndpointAuthConfig is not null);

        return await Task.WhenAny(found, Task.Delay(TimeSpan.FromSeconds(5))) == found && await found;
    }
}
