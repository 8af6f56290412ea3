using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Access;

/// <summary>What a call asks of its caller.</summary>
internal sealed record Permission
{
    private readonly string? _action;
    private readonly Place _place;

    private Permission(string? action, Place place) => (_action, _place) = (action, place);

    private enum Place
    {
        Nowhere,
        OwnOrg,
        OrgOfPath,
        Everywhere,
    }

    public static Permission None { get; } = new(null, Place.Nowhere);

    public static Permission SignedIn { get; } = new(null, Place.OwnOrg);

    public static Permission Of(string action) => new(action, Place.OwnOrg);

    /// <summary>The action in the organization that <c>:orgId</c> names, which is not always the caller's.</summary>
    public static Permission InOrgOfPath(string action) => new(action, Place.OrgOfPath);

    /// <summary>The action in all organizations, as server admins have it.</summary>
    public static Permission Everywhere(string action) => new(action, Place.Everywhere);

    public GrafanaAnswer? Refuse(GrafanaRequest request)
    {
        if (_place == Place.Nowhere) return null;
        if (request.Identity.Refusal is { } refusal) return refusal;
        if (_action is null) return null;

        var isHeld = _place == Place.Everywhere ? request.Caller.IsServerAdmin : Holder(request).Permissions(request.State).ContainsKey(_action);
        return isHeld ? null : GrafanaAnswer.AccessDenied(_action);
    }

    private Principal Holder(GrafanaRequest request)
    {
        var caller = request.Caller;
        if (_place != Place.OrgOfPath || request.RouteNumber("orgId") is not { } orgId || orgId == caller.OrgId) return caller;

        var role = request.State.Orgs.GetValueOrDefault(orgId)?.Roles.GetValueOrDefault(caller.User.Id) ?? OrgRole.None;
        return new Principal(caller.User, orgId, role);
    }
}
