using System.CommandLine;
using Scim.Grafana;
using Scim.Grafana.Reconciling;
using Scim.Grafana.Reporting;
using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Api.Commands;

/// <summary><c>grafana plan|apply|status|release</c></summary>
internal static class GrafanaCommand
{
    private const int MostRows = 50;

    public static Command Create()
    {
        var command = new Command("grafana", "Users, roles and teams in Grafana.");
        command.Subcommands.Add(Plan());
        command.Subcommands.Add(Apply());
        command.Subcommands.Add(Status());
        command.Subcommands.Add(Release());
        return command;
    }

    private static Command Plan()
    {
        var tenant = Tenant();
        var json = CommonOptions.AsJson();
        var command = new Command("plan", "Show exactly what would change in Grafana, and change nothing. Exit code 2 when something differs.") { tenant, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, tenant, async run =>
        {
            var lines = new List<(string Tenant, PlanLine Line)>();
            foreach (var name in run.Tenants)
            {
                if (await run.Get<AccessCheck>().ProblemAsync(name, cancellationToken) is { } problem) return await FailAsync(name, problem);
                if (!parsed.GetValue(json)) Console.WriteLine(GrafanaText.Heading(name, run.Get<GrafanaTenants>()));

                await foreach (var line in run.Get<GrafanaPlan>().OfAsync(name, cancellationToken))
                {
                    lines.Add((name, line));
                    if (!parsed.GetValue(json)) Console.WriteLine(GrafanaText.Of(line));
                }
            }

            Console.WriteLine(parsed.GetValue(json) ? GrafanaText.Json(lines.Select(x => new { x.Tenant, x.Line.Kind, x.Line.Object, x.Line.Name, x.Line.ResourceId, x.Line.Changes })) : GrafanaText.Summary(lines.Select(x => x.Line)));
            return lines.Any(x => x.Line.Kind != PlanKind.Note) ? 2 : 0;
        }, cancellationToken));
        return command;
    }

    private static Command Apply()
    {
        var tenant = Tenant();
        var command = new Command("apply", "Compare everything with Grafana now, and make the difference go away. Works beside a running service.") { tenant };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, tenant, async run =>
        {
            await run.Get<GrafanaConnector>().ConnectAsync(cancellationToken);
            foreach (var name in run.Tenants)
            {
                if (await run.Get<Readiness>().CheckAsync(name, cancellationToken) is { } problem) return await FailAsync(name, problem);

                await run.Get<FullPass>().RunAsync(name, cancellationToken);
            }

            await run.Get<DueLoop>().DrainAsync([run.Get<UserWork>(), run.Get<TeamWork>()], cancellationToken);
            return await PrintBehindAsync(run, cancellationToken) ? 0 : 1;
        }, cancellationToken));
        return command;
    }

    private static Command Status()
    {
        var tenant = Tenant();
        var json = CommonOptions.AsJson();
        var command = new Command("status", "Show whether Grafana is as it should be, what is behind, and why. Exit code 1 when something is wrong.") { tenant, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, tenant, async run =>
        {
            var status = await GrafanaStatus.ReadAsync(run.Services, run.Tenants, MostRows, cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? GrafanaText.Json(status) : GrafanaText.Of(status));
            return status.IsWell ? 0 : 1;
        }, cancellationToken));
        return command;
    }

    private static Command Release()
    {
        var tenant = Tenant();
        var command = new Command("release", "Let pass what the brake on mass deprovisioning holds. See first what it is: grafana status.") { tenant };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, tenant, async run =>
        {
            foreach (var name in run.Tenants)
            {
                var count = await run.Get<DueList>().ReleaseAsync(new Caller(name, "command line"), null, cancellationToken);
                Console.WriteLine(count == 0 ? $"Nothing is held for tenant {name}." : $"{count} held changes of tenant {name} are released; the running service makes them now.");
            }

            return 0;
        }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, Option<string?> tenant, Func<GrafanaRun, Task<int>> work, CancellationToken cancellationToken)
    {
        await using var run = await GrafanaRun.OpenAsync(parsed.GetValue(tenant), cancellationToken);
        return await work(run);
    }

    private static async Task<int> FailAsync(string tenant, string problem)
    {
        await Console.Error.WriteLineAsync($"Tenant {tenant}: {problem}");
        return 1;
    }

    private static async Task<bool> PrintBehindAsync(GrafanaRun run, CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var name in run.Tenants)
        {
            var report = await run.Get<DueList>().ReportAsync(name, MostRows, cancellationToken);
            if (report.Due == 0) continue;

            isDone = false;
            Console.WriteLine(GrafanaText.Behind(name, report));
        }

        if (isDone) Console.WriteLine("Grafana is as it should be.");
        return isDone;
    }

    private static Option<string?> Tenant() => new("--tenant") { Description = "One tenant; without this, all that are configured." };

}
