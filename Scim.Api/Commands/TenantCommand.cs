using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Scim.Storage.Tenants;

namespace Scim.Api.Commands;

/// <summary><c>tenant create|list</c></summary>
internal static class TenantCommand
{
    public static Command Create()
    {
        var command = new Command("tenant", "The tenants. Each sees its own users and groups, and nothing of the others.");
        command.Subcommands.Add(CreateTenant());
        command.Subcommands.Add(ListTenants());
        return command;
    }

    private static Command CreateTenant()
    {
        var name = new Argument<string>("name") { Description = "1 to 63 of a-z, 0-9 and -, with a letter or digit first." };
        name.Validators.Add(result =>
        {
            if (!Tenant.IsName(result.GetValueOrDefault<string>() ?? "")) result.AddError("A tenant's name has 1 to 63 of a-z, 0-9 and -, and begins with a letter or digit.");
        });
        var json = CommonOptions.AsJson();
        var command = new Command("create", "Make a tenant. It needs a token next.") { name, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var given = parsed.GetValue(name)!;
            if (!await new TenantStore(source.Database).CreateAsync(given, cancellationToken))
            {
                await Console.Error.WriteLineAsync($"There is a tenant \"{given}\" already.");
                return 1;
            }

            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { Name = given }, CommonOptions.Json)
                : $"Tenant \"{given}\" made. Its first token: token create --tenant {given} --name NAME");
            return 0;
        });
        return command;
    }

    private static Command ListTenants()
    {
        var json = CommonOptions.AsJson();
        var command = new Command("list", "Show the tenants, and how many users, groups and live tokens each has.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await CommandHost.OpenDatabaseAsync(cancellationToken);
            var tenants = await new TenantStore(source.Database).ListAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(tenants, CommonOptions.Json));
                return;
            }

            Console.WriteLine($"{"CREATED",-16}  {"USERS",9}  {"GROUPS",9}  {"TOKENS",6}  NAME");
            foreach (var x in tenants)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{x.Created,-16:yyyy-MM-dd HH:mm}  {x.Users,9}  {x.Groups,9}  {x.LiveTokens,6}  {x.Name}"));
        });
        return command;
    }
}
