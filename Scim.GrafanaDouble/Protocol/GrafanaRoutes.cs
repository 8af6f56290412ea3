using Microsoft.AspNetCore.Http.Features;
using Scim.Doubles.Access;

namespace Scim.Doubles.Protocol;

/// <summary>Maps calls to handlers, which run one at a time and only with the permission that Grafana asks for.</summary>
internal sealed class GrafanaRoutes(IEndpointRouteBuilder routes)
{
    public void Get(string pattern, Permission permission, Func<GrafanaRequest, GrafanaAnswer> handler) => Map("GET", pattern, permission, handler);

    public void Post(string pattern, Permission permission, Func<GrafanaRequest, GrafanaAnswer> handler) => Map("POST", pattern, permission, handler);

    public void Put(string pattern, Permission permission, Func<GrafanaRequest, GrafanaAnswer> handler) => Map("PUT", pattern, permission, handler);

    public void Patch(string pattern, Permission permission, Func<GrafanaRequest, GrafanaAnswer> handler) => Map("PATCH", pattern, permission, handler);

    public void Delete(string pattern, Permission permission, Func<GrafanaRequest, GrafanaAnswer> handler) => Map("DELETE", pattern, permission, handler);

    private void Map(string method, string pattern, Permission permission, Func<GrafanaRequest, GrafanaAnswer> handler) =>
        routes.MapMethods($"/api{pattern}", [method], (RequestDelegate)(context =>
        {
            var request = context.Features.GetRequiredFeature<GrafanaRequest>();
            lock (request.State.Gate)
            {
                request.Identity = Authentication.Identify(request);
                request.Answer = permission.Refuse(request) ?? handler(request);
            }

            return Task.CompletedTask;
        }));
}
