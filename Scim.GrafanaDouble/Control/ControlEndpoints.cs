using Scim.Doubles.Hosting;

namespace Scim.Doubles.Control;

/// <summary>/_double/: what a person may do to the double, without credentials.</summary>
internal static class ControlEndpoints
{
    private const string About = """
        This stands in for Grafana: its HTTP API under /api, with nothing behind it.

        POST   /_double/signin      {"email": "ada@example.com"}
        POST   /_double/faults      {"kind": "answer", "status": 503, "method": "POST", "path": "^/api/teams", "times": 2, "skip": 0}
                                    kinds: delay (delayMs), answer (status, retryAfter), cutBefore, cutAfter, fail500After
        DELETE /_double/faults
        POST   /_double/lose-state
        GET    /_double/calls
        GET    /_double/state

        """;

    public static void MapControl(this IEndpointRouteBuilder routes, GrafanaCore core)
    {
        var control = routes.MapGroup("/_double");

        routes.MapGet("/", () => About);
        control.MapPost("/signin", (SignInForm form) => SignIn(core, form));
        control.MapPost("/faults", (FaultForm form) => AddFault(core, form));
        control.MapDelete("/faults", core.Faults.Clear);
        control.MapPost("/lose-state", core.LoseState);
        control.MapGet("/calls", core.Log.Snapshot);
        control.MapGet("/state", () => StateView.Of(core.State));
    }

    private static IResult SignIn(GrafanaCore core, SignInForm form) =>
        core.SignIn(form.Email ?? "")
            ? Results.Ok(new { message = "Signed in" })
            : Results.Json(new { message = "No user with this e-mail may sign in" }, statusCode: StatusCodes.Status401Unauthorized);

    private static IResult AddFault(GrafanaCore core, FaultForm form)
    {
        if (form.ToFault() is not { } fault) return Results.BadRequest(new { message = "The kind is unknown, or path is no regular expression" });

        core.Faults.Add(fault);
        return Results.Ok(new { message = "Fault added" });
    }

    private sealed record SignInForm(string? Email);
}
