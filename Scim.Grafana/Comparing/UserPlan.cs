namespace Scim.Grafana.Comparing;

/// <summary>What makes an account as it should be; nothing where it is.</summary>
/// <param name="Steps">In this order.</param>
/// <param name="Refusal">Why nothing may be done to it, in words for a person.</param>
/// <param name="Notes">What is not as it should be and is left to Grafana's own sign-in.</param>
public sealed record UserPlan(IReadOnlyList<UserStep> Steps, string? Refusal = null, IReadOnlyList<string>? Notes = null)
{
    public static readonly UserPlan Nothing = new([]);

    public static UserPlan Refused(string reason) => new([], reason);

    /// <summary>Somebody loses what they had.</summary>
    public bool TakesAccess => Steps.Any(x => x is DisableUser or DeleteUser or RemoveFromOrganisation);
}
