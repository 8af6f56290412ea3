using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Scim.Api.AdminConsole;
using Scim.Api.AdminConsole.Sessions;
using Scim.Api.Authentication;
using Scim.Api.Endpoints;
using Scim.Api.Logging;
using Scim.Api.OAuth;
using Scim.Api.OpenApi;
using Scim.Api.Protocol;
using Scim.Api.Searching;
using Scim.Api.Telemetry;
using Scim.Grafana;
using Scim.Grafana.Reconciling;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.Logging;
using Scim.Storage.Reading;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;

namespace Scim.Api.Hosting;

/// <summary>The web application: what is in it, and the order in which a request passes through.</summary>
public static class ScimApplication
{
    public const string DefaultUrl = "http://localhost:8080";

    // A filter beyond FilterLimits must come in far enough to get a SCIM error.
    private const int MaxRequestLineBytes = 1024 * 1024;

    public static WebApplication Build(WebApplicationBuilder builder, ScimDatabase database)
    {
        AddServices(builder, database);
        var app = builder.Build();
        MapRequests(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, ScimDatabase database)
    {
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ScimRequest.MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.Limits.MaxRequestBufferSize = 2 * MaxRequestLineBytes;
        });

        var services = builder.Services;
        services.AddSingleton(database);
        services.AddSingleton(x => new LoggedValues(x.GetRequiredService<IOptions<ScimOptions>>().Value.LoggedValues));
        services.AddSingleton<ProvisioningLog>();
        services.AddSingleton<RefusalLog>();
        services.AddHostedService<LogRetention>();
        services.AddSingleton<ResourceStore>();
        services.AddSingleton<ResourceSearch>();
        services.AddSingleton<CursorSeal>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<TenantStore>();
        services.AddSingleton<FailedAuthentications>();
        services.AddSingleton<BootstrapTokenVerifier>();
        services.AddSingleton<IBearerVerifier>(x => x.GetRequiredService<BootstrapTokenVerifier>());
        services.AddSingleton<IBearerVerifier, TokenVerifier>();
        services.AddSingleton<EntraTenants>();
        services.AddSingleton<IBearerVerifier, EntraTokenVerifier>();
        services.AddHostedService<EntraKeyService>();
        services.AddOAuth();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(x => SchemaCatalogue.Load(x.GetRequiredService<IOptions<ScimOptions>>().Value.SchemasDir));
        services.AddConsole();
        services.AddExceptionHandler<ScimExceptionHandler>();
        AddBearer(services);
        services.AddAuthorization(x =>
        {
            WritePolicy.Add(x);
            ConsoleServices.AddPolicy(x);
        });
        services.AddSingleton<RequestRate>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        Drain.Add(services);
        services.AddScimOpenApi();
        builder.AddTelemetry();
        AddGrafana(builder);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ScimOptions>>(TrustProxies);
    }

    /// <summary>The connector, where Grafana's address is configured. Without it this is a SCIM server and nothing else.</summary>
    private static void AddGrafana(WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[$"{GrafanaOptions.Section}:{nameof(GrafanaOptions.Url)}"])) return;

        builder.Services.AddSingleton<IValidateOptions<GrafanaOptions>, GrafanaOptionsValidator>();
        builder.Services.AddOptions<GrafanaOptions>().BindConfiguration(GrafanaOptions.Section, x => x.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        builder.Services.AddGrafana();
        builder.Services.AddGrafanaTelemetry();
        builder.Services.AddHostedService(x => x.GetRequiredService<GrafanaConnector>());
        if (builder.Configuration.GetValue($"{GrafanaOptions.Section}:{nameof(GrafanaOptions.AcceptServiceAccountTokens)}", true))
            builder.Services.AddSingleton<IBearerVerifier, GrafanaTokenVerifier>();
    }

    /// <summary>Without AddAuthentication, which would bring keys of its own and want to write them to a disk.</summary>
    private static void AddBearer(IServiceCollection services)
    {
        services.AddWebEncoders();
        services.AddTransient<BearerHandler>();
        services.AddAuthenticationCore(options =>
        {
            options.AddScheme<BearerHandler>(BearerHandler.SchemeName, null);
            options.AddScheme<ConsoleHandler>(ConsoleHandler.SchemeName, null);
            options.DefaultScheme = BearerHandler.SchemeName;
        });
    }

    private static void MapRequests(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ScimOptions>>().Value;
        app.Use(app.Services.GetRequiredService<RequestMetrics>().MeasureAsync);

        // Before anything that judges by the path.
        app.Use(SingleSlashes);

        // An empty list of proxies would mean that all are trusted.
        if (options.ProxyNetworks().Count > 0) app.UseForwardedHeaders();
        app.Use(app.Services.GetRequiredService<Drain>().CloseConnection);
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(x => ErrorOf(x.HttpContext).ExecuteAsync(x.HttpContext));
        app.Use(NotStored);
        app.Use(ConsoleHeaders.Add);
        MetricsEndpoint.Map(app);
        app.Use(ConsoleOrigin.Require);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        if (options.RequestsPerSecond > 0) app.Use(app.Services.GetRequiredService<RequestRate>().LimitAsync);

        var isRead = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).WithMetadata(isRead);
        app.Services.GetRequiredService<Drain>().AnswerAt(app.MapHealthChecks("/health/ready").WithMetadata(isRead));
        app.MapConsole();
        app.MapScimOpenApi();
        TokenEndpoint.Map(app);
        AuthorizationServer.Map(app);
        foreach (var root in (string[])["/scim", "/scim/v2"])
        {
            var authorised = app.MapGroup(root).RequireAuthorization();
            authorised.MapMe();
            var scim = authorised.MapGroup("").AddEndpointFilter<ContentNegotiation>();
            scim.MapDiscovery();
            scim.MapSearch();
            scim.MapBulk();
            foreach (var type in app.Services.GetRequiredService<SchemaCatalogue>().ResourceTypes) ResourceEndpoints.Map(scim, type);
        }
    }

    // At / it is a client of SCIM that asks for what is not there: browsers only read the page.
    private static IResult ErrorOf(HttpContext context) => context.Request.Path.StartsWithSegments(ConsoleHeaders.Prefix, StringComparison.Ordinal)
        ? ConsoleProblem.OfStatus(context.Response.StatusCode)
        : ScimError.OfStatus(context.Response.StatusCode);

    /// <summary>Personal data stays out of caches on the way. An ETag is compared all the same.</summary>
    private static Task NotStored(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        return next(context);
    }

    /// <summary>A tenant URL with a slash at its end makes clients ask for <c>//Users</c>.</summary>
    private static Task SingleSlashes(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
            context.Request.Path = "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));

        return next(context);
    }

    private static void TrustProxies(ForwardedHeadersOptions forwarded, IOptions<ScimOptions> options)
    {
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in options.Value.ProxyNetworks()) forwarded.KnownIPNetworks.Add(network);

        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto;
    }
}
