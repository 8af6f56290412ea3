namespace Scim.Bench.Seeding;

/// <summary>How many users and groups, and how large the groups are.</summary>
internal sealed record SeedPlan(int Users, int Groups)
{
    /// <summary>Members of most groups.</summary>
    private const int Usual = 50;

    // The first groups are of one size each, for measurements.
    private static readonly int[] Sizes = [10, 100, 1_000, 10_000, 100_000];

    /// <summary>Members of a group, counted from 0: users from number 0 on for the first groups, and others for each of the rest.</summary>
    public int MembersOf(int group) => Math.Min(Users, group < Sizes.Length ? Sizes[group] : Usual);

    /// <summary>The number of a member of a group.</summary>
    public int Member(int group, int place) => group < Sizes.Length ? place : (int)(((long)group * Usual + place) % Users);

    public static Guid UserId(int number) => new($"01900000-0000-7000-8000-{number:x12}");

    public static Guid GroupId(int number) => new($"01900000-0001-7000-8000-{number:x12}");

    /// <summary>The group of that many members.</summary>
    public static Guid GroupOf(int members) => GroupId(Array.IndexOf(Sizes, members));
}
