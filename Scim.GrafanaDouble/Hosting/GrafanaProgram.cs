namespace Scim.Doubles.Hosting;

/// <summary>The double as a program, set up by ordinary configuration and by the variables that Grafana's image takes.</summary>
internal static class GrafanaProgram
{
    private const string DefaultUrl = "http://localhost:3001";
    private const string Section = "GrafanaDouble";

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var configuration = builder.Configuration;
        if (configuration["urls"] is null && configuration["http_ports"] is null) builder.WebHost.UseUrls(DefaultUrl);
        foreach (var (name, option) in new[] { ("GF_SECURITY_ADMIN_USER", "AdminUser"), ("GF_SECURITY_ADMIN_PASSWORD", "AdminPassword") })
        {
            if (configuration[name] is { Length: > 0 } value) configuration[$"{Section}:{option}"] = value;
        }

        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var options = configuration.GetSection(Section).Get<GrafanaDoubleOptions>() ?? new GrafanaDoubleOptions();
        var app = builder.Build();
        app.MapGrafana(new GrafanaCore(options));
        return app;
    }
}
