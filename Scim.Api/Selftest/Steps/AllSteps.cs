namespace Scim.Api.Selftest.Steps;

/// <summary>The life cycle, in the order in which it is told.</summary>
internal static class AllSteps
{
    /// <param name="dialect"><c>legacy</c>, <c>compliant</c> or <c>both</c>.</param>
    public static IEnumerable<Step> Of(string dialect) =>
        Sections().SelectMany(x => x.Steps.Select(y => y with { Section = x.Name })).Where(x => x.Dialect is null || dialect == "both" || dialect == x.Dialect.Name);

    private static IEnumerable<(string Name, IEnumerable<Step> Steps)> Sections() =>
    [
        ("Connection", ConnectionSteps.All),
        ("Discovery", DiscoverySteps.All),
        ("New users", CreateUserSteps.All),
        ("Finding", FindUserSteps.All),
        ("Pages", PageSteps.All),
        ("Changes", Dialect.Both.SelectMany(ChangeUserSteps.In)),
        ("Elements", Dialect.Both.SelectMany(ElementSteps.In)),
        ("Clearing", Dialect.Both.SelectMany(ClearSteps.In)),
        ("Leaving", Dialect.Both.SelectMany(ActivationSteps.In)),
        ("Managers", Dialect.Both.SelectMany(ManagerSteps.In)),
        ("Roles", Dialect.Both.SelectMany(RoleSteps.In)),
        ("New groups", CreateGroupSteps.All),
        ("Groups", Dialect.Both.SelectMany(ChangeGroupSteps.In)),
        ("Members", Dialect.Both.SelectMany(MemberSteps.In)),
        ("Deleting", DeleteSteps.All),
        ("Errors", ErrorSteps.All),
    ];
}
