using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api.StateMachine;

/// <summary>Commands one after another, and the shorter ones that may show the same fault.</summary>
internal sealed record Sequence(IReadOnlyList<Command> Commands)
{
    // Most commands need something to be there.
    public static Arbitrary<Sequence> Any { get; } = Arb.From(
        CommandGen.Creates.ListOf(12).Zip(CommandGen.Commands.ListOf(40), (first, then) => new Sequence([.. first, .. then])), x => x.Shorter());

    public override string ToString() => $"{Commands.Count} requests";

    private IEnumerable<Sequence> Shorter()
    {
        for (var size = Commands.Count / 2; size > 0; size /= 2)
        {
            for (var start = Commands.Count - size; start >= 0; start -= size)
                yield return new Sequence([.. Commands.Take(start), .. Commands.Skip(start + size)]);
        }

        foreach (var (i, command) in Commands.Index())
        {
            foreach (var smaller in command.Smaller()) yield return new Sequence([.. Commands.Take(i), smaller, .. Commands.Skip(i + 1)]);
        }
    }
}
