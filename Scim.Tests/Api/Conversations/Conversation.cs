using System.Text;
using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Conversations;

/// <summary>
/// A conversation as a text file. <c>#</c> starts a comment, <c>&gt; METHOD path</c> a request and <c>&lt; status</c> what must be answered;
/// each goes on with header lines and a JSON body. A <c>{{name}}</c> takes the value it stands for at its first place and is that value at all later ones.
/// </summary>
internal static partial class Conversation
{
    public static IReadOnlyList<Step> Read(string text)
    {
        var steps = new List<Step>();
        Message? message = null;
        foreach (var line in text.Split('\n').Where(x => !x.StartsWith('#')))
        {
            if (line.StartsWith("> ", StringComparison.Ordinal)) steps.Add(new Step(message = new Message(line[2..]), new Message("")));
            else if (line.StartsWith("< ", StringComparison.Ordinal)) steps[^1] = steps[^1] with { Answer = message = new Message(line[2..]) };
            else if (message is { Body.Length: 0 } && Header().Match(line) is { Success: true } header) message.Headers.Add((header.Groups[1].Value, header.Groups[2].Value));
            else message?.Body.Append(line.Trim()).Append(line.Trim().Length > 0 ? " " : "");
        }

        return steps;
    }

    [GeneratedRegex("^([A-Za-z-]+): ?(.*)$")]
    private static partial Regex Header();
}

internal sealed record Step(Message Request, Message Answer);

/// <param name="Line">A method and a path, or a status.</param>
internal sealed record Message(string Line)
{
    public List<(string Name, string Value)> Headers { get; } = [];

    public StringBuilder Body { get; } = new();
}
