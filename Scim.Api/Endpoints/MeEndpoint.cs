using Scim.Api.Protocol;
using Scim.Api.Telemetry;

namespace Scim.Api.Endpoints;

/// <summary><c>/Me</c> is the resource of the one who asks (RFC 7644 section 3.11). Tokens belong to machines, which have none.</summary>
public static class MeEndpoint
{
    public static void MapMe(this IEndpointRouteBuilder routes) =>
        routes.Map("/Me/{**rest}", () => ScimError.NotImplemented("A token belongs to a client, not to a user, so there is no /Me. Use /Users/ID, or find the user with /Users?filter=userName eq \"NAME\".")).ExcludeFromDescription().Measured("me");
}
