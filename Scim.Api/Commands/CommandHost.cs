using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Api.Telemetry;
using Scim.Grafana;

namespace Scim.Api.Commands;

/// <summary>Settings and database, as every command needs them.</summary>
internal static class CommandHost
{
    /// <summary>Reads appsettings.json beside the program, then the environment.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        SecretFiles.Read(builder.Configuration);
        builder.Logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        builder.Services.AddSingleton<IValidateOptions<ScimOptions>, ScimOptionsValidator>();
        builder.Services.AddOptions<ScimOptions>().BindConfiguration("Scim").ValidateOnStart();
        return builder;
    }

    /// <exception cref="OptionsValidationException">A setting cannot be used.</exception>
    public static ScimOptions ReadOptions(IConfiguration configuration)
    {
        RequireAddresses(configuration["urls"]);
        ReadGrafanaOptions(configuration);
        return Read("Scim", configuration, new ScimOptionsValidator(), isStrict: false);
    }

    /// <exception cref="OptionsValidationException">A setting cannot be used.</exception>
    public static GrafanaOptions ReadGrafanaOptions(IConfiguration configuration) =>
        Read(GrafanaOptions.Section, configuration, new GrafanaOptionsValidator(), isStrict: true);

    /// <param name="isStrict">Without it, an entry of a list that cannot be read is left out silently, and a misspelt setting too.</param>
    private static T Read<T>(string section, IConfiguration configuration, IValidateOptions<T> validator, bool isStrict)
        where T : class, new()
    {
        T options;
        try
        {
            options = configuration.GetSection(section).Get<T>(x => x.ErrorOnUnknownConfiguration = isStrict) ?? new T();
        }
        catch (InvalidOperationException e)
        {
            var cause = Conversion(e).Message;
            throw new OptionsValidationException(section, typeof(T), [Misspelt(section, cause) ?? $"{cause} {Advice(cause)}".TrimEnd()]);
        }

        var result = validator.Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(section, typeof(T), result.Failures) : options;
    }

    /// <summary>The innermost that names the setting; below it are those of the parser.</summary>
    private static InvalidOperationException Conversion(InvalidOperationException e) => e.InnerException is InvalidOperationException inner ? Conversion(inner) : e;

    private static string? Misspelt(string section, string message) =>
        message.Split(" were not found on the instance of ") is [_, var rest] && rest.Split(": ") is [_, var names]
            ? $"{section} has no setting {names.Replace("'", "", StringComparison.Ordinal)}. Check the spelling in docs/grafana.md."
            : null;

    /// <summary>What would be right, by the type that the message says the value is not of.</summary>
    private static string Advice(string message)
    {
        if (message.Contains($"'{typeof(Uri).FullName}'", StringComparison.Ordinal)) return "Set an address like https://grafana.example.com.";

        var choices = typeof(GrafanaOptions).Assembly.GetExportedTypes()
            .FirstOrDefault(x => x.IsEnum && message.Contains($"'{x.FullName}'", StringComparison.Ordinal));
        return choices is null ? "" : $"Set one of {string.Join(", ", Enum.GetNames(choices))}.";
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
