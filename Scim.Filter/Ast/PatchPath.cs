namespace Scim.Filter;

/// <summary>
/// <c>PATH</c> of RFC 7644 figure 7: <c>name.familyName</c>, <c>emails[type eq "work"]</c>,
/// <c>emails[type eq "work"].value</c>.
/// </summary>
/// <param name="Attribute">What is addressed; its sub-attribute is null where a filter follows.</param>
/// <param name="Filter">Which elements, where brackets follow.</param>
/// <param name="SubAttribute">The sub-attribute behind the brackets.</param>
public sealed record PatchPath(AttributePath Attribute, FilterExpression? Filter = null, string? SubAttribute = null)
{
    public override string ToString() =>
        Attribute + (Filter is null ? "" : $"[{Filter}]") + (SubAttribute is null ? "" : "." + SubAttribute);
}
