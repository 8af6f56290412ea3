using System.Text.RegularExpressions;
using Scim.Doubles.Faults;

namespace Scim.Doubles.Control;

/// <summary>A fault as JSON.</summary>
internal sealed record FaultForm(string? Kind, string? Method, string? Path, int? Status, int? DelayMs, int? RetryAfter, int? Times, int? Skip)
{
    private static readonly TimeSpan MatchPatience = TimeSpan.FromSeconds(1);

    public GrafanaFault? ToFault()
    {
        if (Bare() is not { } fault || ParsePath() is not { } path) return null;

        return fault with
        {
            On = (method, x) => (Method is null || Method == method) && path.IsMatch(x),
            Times = Times,
            Skip = Skip ?? 0,
        };
    }

    private GrafanaFault? Bare() => Enum.TryParse<FaultKind>(Kind, ignoreCase: true, out var kind) ? kind switch
    {
        FaultKind.Delay => GrafanaFault.Delay(TimeSpan.FromMilliseconds(DelayMs ?? 1000)),
        FaultKind.CutBefore => GrafanaFault.CutBefore,
        FaultKind.CutAfter => GrafanaFault.CutAfter,
        FaultKind.Fail500After => GrafanaFault.Fail500After,
        FaultKind.Answer when Status == StatusCodes.Status429TooManyRequests => GrafanaFault.TooManyRequests(RetryAfter ?? 1),
        FaultKind.Answer => GrafanaFault.Answer(Status ?? StatusCodes.Status500InternalServerError),
        _ => null,
    } : null;

    private Regex? ParsePath()
    {
        try
        {
            return new Regex(Path ?? "", RegexOptions.CultureInvariant, MatchPatience);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
