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
        var options = configuration.GetSection("Scim").Get<ScimOptions>() ?? new ScimOptions();
        var result = new ScimOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException("Scim", typeof(ScimOptions), result.Failures) : options;
    }

    /// <summary>The database, for a command beside a service that may be running.</summary>
    public static async Task<DatabaseSource> OpenDatabaseAsync(CancellationToken cancellationToken)
    {
        var configuration = CreateBuilder().Configuration;
        return await DatabaseSource.OpenAsync(configuration, ReadOptions(configuration), serves: false, _ => { }, cancellationToken);
    }
}
