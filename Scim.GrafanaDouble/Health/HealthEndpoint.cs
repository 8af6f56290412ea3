using Scim.Doubles.Access;
using Scim.Doubles.Protocol;

namespace Scim.Doubles.Health;

internal static class HealthEndpoint
{
    public static void MapHealth(this GrafanaRoutes routes) => routes.Get("/health", Permission.None, Tell);

    private static GrafanaAnswer Tell(GrafanaRequest request)
    {
        var options = request.State.Options;
        return GrafanaAnswer.Ok(new
        {
            commit = options.HideVersion ? null : "0000000000",
            database = "ok",
            version = options.HideVersion ? null : options.Version,
        });
    }
}
