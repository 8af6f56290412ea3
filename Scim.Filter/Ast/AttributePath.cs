namespace Scim.Filter;

/// <summary>
/// <c>attrPath</c> of RFC 7644 figure 1: <c>urn:ietf:params:scim:schemas:core:2.0:User:name.givenName</c>.
/// Names keep the spelling of the request; they are compared without regard to case.
/// </summary>
/// <param name="Schema">All before the last colon; null where the name stands alone.</param>
/// <param name="Name">The attribute.</param>
/// <param name="SubAttribute">What follows the dot; null where there is none.</param>
public sealed record AttributePath(string? Schema, string Name, string? SubAttribute)
{
    public override string ToString() =>
        (Schema is null ? "" : Schema + ":") + Name + (SubAttribute is null ? "" : "." + SubAttribute);
}
