namespace Scim.Api.Selftest.Reports;

/// <summary>A step that failed, as a person reads it.</summary>
internal static class FailureText
{
    private const int MostOfBody = 2000;
    private const int LineOfBody = 110;

    public static string Of(int number, StepResult result)
    {
        var step = result.Step;
        string[] lines =
        [
            $"{number}. {step.Name}{(step.Dialect is { } dialect ? $" ({dialect.Name} dialect)" : "")}",
            "",
            $"   Found    {result.Found}",
            $"   Sends    {step.Sends}",
            $"   Expects  {step.Expects}",
            $"   Why      {step.Why}",
            .. result.Telling.SelectMany(Lines),
        ];
        return string.Join('\n', lines);
    }

    /// <summary>A server must not steer the terminal.</summary>
    public static string Printable(string text) =>
        text.Any(IsHidden) ? string.Concat(text.Select(x => IsHidden(x) ? '\uFFFD' : x)) : text;

    private static bool IsHidden(char x) => char.IsControl(x) && x is not ('\n' or '\t');

    private static IEnumerable<string> Lines(Exchange exchange) =>
    [
        "",
        $"   > {exchange.Method} {exchange.Url}",
        .. exchange.Headers.Select(x => $"   > {x}"),
        .. Body('>', exchange.Body),
        "",
        .. exchange.Response is { } response ? Lines(response) : [$"   < {exchange.NoAnswer}"],
    ];

    private static IEnumerable<string> Lines(Response response) =>
        [$"   < {response.Status} {response.Reason}", .. response.Headers.Select(x => $"   < {x}"), .. Body('<', response.Body)];

    private static IEnumerable<string> Body(char sign, string? body) => string.IsNullOrEmpty(body)
        ? []
        : [$"   {sign}", .. Shorten(Layout(body)).ReplaceLineEndings("\n").Split('\n').Select(x => $"   {sign} {x}")];

    private static string Layout(string body) =>
        body.Length > LineOfBody && Json.Object(body) is { } json ? json.ToJsonString(Json.Indented) : body;

    private static string Shorten(string body) =>
        body.Length <= MostOfBody ? body : $"{body[..MostOfBody]}\n… ({body.Length} characters in all)";
}
