using Microsoft.Extensions.Options;
using Scim.Api.Hosting;

namespace Scim.Api.Commands;

/// <summary>Settings and database, as every command needs them.</summary>
internal static class CommandHost
{
    /// <summary>Reads appsettings.json beside the program, then the environment.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton<IValidateOptions<ScimOptions>, ScimOptionsValidator>();
        builder.Services.AddOptions<ScimOptions>().BindConfiguration("Scim").ValidateOnStart();
        return builder;
    }

    /// <exception cref="OptionsValidationException">A setting cannot be used.</exception>
    public static ScimOptions ReadOptions(IConfiguration configuration)
    {
        var options = Bind(configuration.GetSection("Scim"));
        RequireAddresses(configuration["urls"]);
        var result = new ScimOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException("Scim", typeof(ScimOptions), result.Failures) : options;
    }

    private static ScimOptions Bind(IConfigurationSection section)
    {
        try
        {
            return section.Get<ScimOptions>() ?? new ScimOptions();
        }
        catch (InvalidOperationException e)
        {
            // Of all settings only addresses have a form that text can miss.
            throw new OptionsValidationException("Scim", typeof(ScimOptions), [$"{e.Message} Set an address like https://grafana.example.com."]);
        }
    }

    private static void RequireAddresses(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                _ = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new OptionsValidationException("urls", typeof(string), [$"ASPNETCORE_URLS holds \"{url}\"; set an address to listen on, like {ScimApplication.DefaultUrl}."]);
            }
        }
    }

    /// <summary>The database, for a command beside a service that may be running.</summary>
    public static async Task<DatabaseSource> OpenDatabaseAsync(CancellationToken cancellationToken)
    {
        var configuration = CreateBuilder().Configuration;
        return await DatabaseSource.OpenAsync(configuration, ReadOptions(configuration), serves: false, migrates: false, _ => { }, cancellationToken);
    }
}
