using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Storage.Reading;

/// <summary>A list that a client asks for (RFC 7644 section 3.4.2).</summary>
/// <param name="Selections">What of each type; at least one.</param>
/// <param name="Count">The most that the page holds; 0 asks for the number of matches alone.</param>
public sealed record ListQuery(IReadOnlyList<Selection> Selections, int Count)
{
    /// <summary>The other way round, also where nothing but the id sorts.</summary>
    public bool Descending { get; init; }

    /// <summary>Matches before the first of the page.</summary>
    public long Offset { get; init; }

    /// <summary>The page shall tell where the pages beside it are (RFC 9865).</summary>
    public bool ByCursor { get; init; }

    /// <summary>What parsing and binding the filter took; null where there is none. Compiling is measured together with it.</summary>
    public TimeSpan? FilterTime { get; init; }

    /// <summary>Where the page begins; null for the first page.</summary>
    public Position? From { get; init; }

    /// <summary>Leaves out the types of which nothing matches, so that the others are asked for alone and by their indexes.</summary>
    public static IReadOnlyList<Selection> Select(IEnumerable<Selection> selections)
    {
        var all = selections.Select(x => x.Filter is BoundNegation { Operand: BoundNothing } ? x with { Filter = null } : x).ToList();
        var some = all.FindAll(x => x.Filter is not BoundNothing);
        return some.Count > 0 ? some : all[..1];
    }
}

/// <summary>The resources of a type that are asked for.</summary>
/// <param name="Type">The type.</param>
/// <param name="Filter">Null for all of them.</param>
/// <param name="SortBy">What they are sorted by; null for nothing, or where another type has the attribute and this one has not.</param>
public sealed record Selection(ResourceType Type, BoundFilter? Filter = null, BoundAttribute? SortBy = null);
