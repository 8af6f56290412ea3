using System.Globalization;
using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>
/// A request as it goes over the wire, a character a byte. <c>{user3}</c> and <c>{group0}</c> stand for ids of resources that there are.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and the query.</param>
/// <param name="Headers">All but Host, Content-Length and Connection.</param>
/// <param name="Body">Null for none.</param>
/// <param name="IsCut">The connection ends before the body does, in a request that needs one.</param>
internal sealed partial record FuzzRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, string? Body, bool IsCut = false)
{
    /// <summary>What any HTTP server must let through to the application; the rest, Kestrel refuses with an empty answer.</summary>
    public bool IsHttp =>
        Token().IsMatch(Method) && Method != "CONNECT" && Visible().IsMatch(Target) && !Target.Split('?')[0].Contains("%00", StringComparison.Ordinal)
        && Headers.All(x => Token().IsMatch(x.Name) && Printable().IsMatch(x.Value) && (x.Name != "Transfer-Encoding" || x.Value == "chunked"))
        && Headers.Sum(x => x.Value.Length) < 16_384;

    public FuzzRequest With(IReadOnlyList<Guid> users, IReadOnlyList<Guid> groups)
    {
        return this with
        {
            Target = Fill(Target),
            Body = Body is null ? null : Fill(Body),
            Headers = [.. Headers.Select(x => (x.Name, Fill(x.Value)))],
        };

        string Fill(string text) => Place().Replace(text, match =>
        {
            var ids = match.Groups[1].Value == "user" ? users : groups;
            return ids.Count == 0 ? Guid.Empty.ToString() : ids[(match.Groups[2].Value[0] - '0') % ids.Count].ToString();
        });
    }

    public override string ToString() => string.Concat([
        $"curl --path-as-is --request-target {Quote(Target)} -X {Quote(Method)}",
        .. Headers.Select(x => $" -H {Quote($"{x.Name}: {x.Value}")}"),
        Body is null ? "" : $" --data-binary {Quote(Body)}",
        IsCut ? " (and the connection ends within the body)" : "",
    ]);

    private static string Quote(string text) => "$'" + string.Concat(text.Select(x => x switch
    {
        '\'' or '\\' => $"\\{x}",
        < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)x:x2}"),
        _ => x.ToString(),
    })) + "'";

    [GeneratedRegex(@"\{(user|group)(\d)\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^[A-Za-z0-9!#$&'*+.^_`|~-]+\z")]
    private static partial Regex Token();

    [GeneratedRegex(@"^/[!-~]*\z")]
    private static partial Regex Visible();

    [GeneratedRegex(@"^[ -~\t]*\z")]
    private static partial Regex Printable();
}
