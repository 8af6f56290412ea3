using System.Globalization;
using System.Text.RegularExpressions;
using Scim.Tests.Api.StateMachine.Commands;

namespace Scim.Tests.Api.StateMachine;

/// <summary>The operations of a bulk request as they are sent, and which of them names which.</summary>
internal sealed partial class BulkCalls(IReadOnlyList<Call> calls)
{
    /// <summary>A reference to what no operation creates.</summary>
    public const string ToNothing = "bulkId:nothing";

    public Call this[int place] => calls[place];

    public IEnumerable<int> Places => Enumerable.Range(0, calls.Count);

    /// <summary>The order of the request, but that what changes a new resource waits for it.</summary>
    public IEnumerable<int> InOrder => Places.OrderBy(x => Math.Max(x, Target(x))).ThenBy(x => x < Target(x));

    /// <summary>Each operation with each that it refers to.</summary>
    public IEnumerable<(int Place, int Target)> References => Places.SelectMany(x => Of(x).Select(target => (x, target)));

    public bool ReferAhead => References.Any(x => InOrder.ToList() is var order && order.IndexOf(x.Place) < order.IndexOf(x.Target));

    public static string Name(int place) => string.Create(CultureInfo.InvariantCulture, $"op{place}");

    public static string Reference(int place) => $"bulkId:{Name(place)}";

    public IEnumerable<int> Of(int place) => Named(calls[place].ToString());

    public bool LeadsNowhere(int place) => calls[place].ToString().Contains(ToNothing, StringComparison.Ordinal);

    /// <summary>The id of what the operation is about.</summary>
    public string IdOf(int place, Func<int, string> idOf) =>
        calls[place].Method == "POST" ? idOf(place) : Target(place) is var target && target != place ? idOf(target) : calls[place].Path.Split('/', '?')[1];

    private static IEnumerable<int> Named(string text) => Pattern.Matches(text).Select(x => int.Parse(x.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct();

    private int Target(int place) => Named(calls[place].Path).FirstOrDefault(place);

    [GeneratedRegex(@"bulkId:op(\d)")]
    private static partial Regex Pattern { get; }
}
