using Scim.Doubles.Access;
using Scim.Doubles.Control;
using Scim.Doubles.Folders;
using Scim.Doubles.Health;
using Scim.Doubles.Orgs;
using Scim.Doubles.Protocol;
using Scim.Doubles.ServiceAccounts;
using Scim.Doubles.Teams;
using Scim.Doubles.Users;

namespace Scim.Doubles.Hosting;

/// <summary>The web application: all calls, by area.</summary>
internal static class GrafanaApplication
{
    public static void MapGrafana(this WebApplication app, GrafanaCore core)
    {
        app.Use(new CallPipeline(core, app.Lifetime).RunAsync);
        app.UseRouting();

        var routes = new GrafanaRoutes(app);
        routes.MapHealth();
        routes.MapAccess();
        routes.MapSettings();
        routes.MapUsers();
        routes.MapAdminUsers();
        routes.MapOrgs();
        routes.MapOrgUsers();
        routes.MapTeams();
        routes.MapTeamMembers(core.Options.HasBulkMembers);
        routes.MapServiceAccounts();
        routes.MapTokens();
        routes.MapFolders();
        routes.MapFolderPermissions();

        app.MapMetrics(core);
        app.MapControl(core);
    }
}
