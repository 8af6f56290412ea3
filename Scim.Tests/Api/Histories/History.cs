using System.Globalization;
using System.Text;

namespace Scim.Tests.Api.Histories;

/// <summary>
/// What clients sent to one resource and were answered. It is linearisable where each request can be given one moment between its sending and its
/// answer, such that all done one after another in that order are answered as they were (Herlihy and Wing 1990; the search is Wing's and Gong's,
/// with Lowe's memory of where it has been).
/// </summary>
internal sealed record History(State Initial, IReadOnlyList<Call> Calls)
{
    // One bit for each call.
    private const int Most = 128;

    public bool IsLinearisable()
    {
        Assert.That(Calls, Has.Count.AtMost(Most));
        var answered = Calls.Index().Where(x => x.Item.Answered is not null).Aggregate(UInt128.Zero, (set, x) => set | Bit(x.Index));
        var seen = new HashSet<(UInt128 Done, State State)>();
        return Search(UInt128.Zero, Initial);

        bool Search(UInt128 done, State state)
        {
            if ((done & answered) == answered) return true;
            if (!seen.Add((done, state))) return false;

            // What was answered before another was sent comes before it.
            var waiting = Calls.Index().Where(x => (done & Bit(x.Index)) == 0).ToList();
            var first = waiting.Min(x => x.Item.Answered ?? long.MaxValue);
            foreach (var (i, call) in waiting.Where(x => x.Item.Sent <= first))
            {
                var (next, answer) = call.On(state);
                if ((call.Answer is null || call.Answer == answer) && Search(done | Bit(i), next)) return true;
            }

            return false;
        }
    }

    /// <summary>The shortest beginning that is not linearisable, without the requests that it is not linearisable without too; null where all is well.</summary>
    public History? Contradiction()
    {
        if (IsLinearisable()) return null;

        var shortest = Calls.Select(x => x.Answered).OfType<long>().Order().Select(Until).First(x => !x.IsLinearisable());

        // Only what changes nothing can be left out: without a change, others have no explanation.
        foreach (var call in shortest.Calls.Where(x => x.ChangesNothing))
        {
            var shorter = shortest with { Calls = [.. shortest.Calls.Where(x => x != call)] };
            if (!shorter.IsLinearisable()) shortest = shorter;
        }

        return shortest;
    }

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"at first version {Initial.Version} '{Initial.Content}'");
        var moments = Calls.SelectMany(x => (long[])[x.Sent, x.Answered ?? long.MaxValue]).Distinct().Order().ToList();
        foreach (var x in Calls.OrderBy(x => x.Sent))
        {
            var answered = x.Answered is { } moment ? $"{moments.IndexOf(moment),3}" : "   ";
            text.AppendLine(CultureInfo.InvariantCulture, $"client {x.Client}  {moments.IndexOf(x.Sent),3} to {answered}  {x}");
        }

        return text.ToString();
    }

    private History Until(long moment) =>
        this with { Calls = [.. Calls.Where(x => x.Sent <= moment).Select(x => x.Answered <= moment ? x : x.WithoutAnswer())] };

    private static UInt128 Bit(int place) => UInt128.One << place;
}
