using Scim.Resources.Operations;
using Scim.Resources.Patching;

namespace Scim.Storage.Writing;

/// <summary>An operation of which it is known what to write, or that nothing is to be written.</summary>
/// <param name="Operation">What was asked for.</param>
/// <param name="Members">What it does to members, those included that a bulk request creates later.</param>
internal sealed record PreparedOperation(ResourceOperation Operation, MembershipChange Members)
{
    /// <summary>What is to be sent; null where there is an outcome.</summary>
    public PreparedWrite? Write { get; init; }

    /// <summary>How it ended without being sent.</summary>
    public WriteOutcome? Outcome { get; init; }

    public static PreparedOperation Ended(ResourceOperation operation, WriteOutcome outcome) => new(operation, new MembershipChange()) { Outcome = outcome };
}
