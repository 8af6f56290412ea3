using Microsoft.AspNetCore.Authorization;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>Who may change things.</summary>
public static class WritePolicy
{
    public const string Name = "write";

    public static void Add(AuthorizationOptions options) =>
        options.AddPolicy(Name, policy => policy.RequireAssertion(x => TokenScope.MayWrite(Credential.Of(x.User)?.Scope)));

    /// <summary>The endpoint changes something, so that a token that may only read is refused (403).</summary>
    public static TBuilder Writes<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Name);
}
