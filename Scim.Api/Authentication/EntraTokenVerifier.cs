using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Scim.Api.Hosting;
using Scim.Api.OpenId;

namespace Scim.Api.Authentication;

/// <summary>
/// The token that Entra's provisioning service sends where the secret token is left blank. Its audience is the same for the applications of all
/// of Entra's customers, so that only tenant and application tell it from what anybody with an Entra tenant can have made.
/// </summary>
public sealed class EntraTokenVerifier(IOptions<ScimOptions> options, EntraTenants tenants, TimeProvider clock) : IBearerVerifier
{
    public bool Recognises(PresentedSecret token) => tenants.Ids.Count > 0 && SignedToken.HasForm(token.Text);

    public async ValueTask<Verdict> VerifyAsync(PresentedSecret token, CancellationToken cancellationToken)
    {
        if (SignedToken.Read(token.Text) is not { } read) return new Rejected("It is no token that can be read.");

        // Of others' tenants nothing is fetched.
        var id = read.Text("tid");
        if (tenants.NameOf(id) is not { } tenant) return new Rejected("Its tid is none of Scim__EntraTenants.");
        if (!IsSame(read.Text("appid"), options.Value.EntraApplicationId)) return new Rejected("Its appid is not Scim__EntraApplicationId.");

        var keys = await tenants.ProviderOf(id!).KeysAsync(read.Kid, cancellationToken);
        if (keys is null) return new Undecided("Entra's keys cannot be had now.");
        if (!keys.Issuer.Contains(id!, StringComparison.OrdinalIgnoreCase)) return new Rejected("The issuer in Entra's metadata is not of that tenant.");

        return await SignedToken.FaultAsync(read, keys.Named(read.Kid), keys.Issuer, [options.Value.EntraAudience], clock) is { } fault
            ? new Rejected(fault)
            : new Accepted(new Credential(tenant, $"entra {id!.ToLowerInvariant()}", "entra"));
    }

    private static bool IsSame(string? claim, string expected) => string.Equals(claim, expected, StringComparison.OrdinalIgnoreCase);
}
