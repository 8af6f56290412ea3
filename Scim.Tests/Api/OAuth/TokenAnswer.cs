using System.Text.Json.Nodes;

namespace Scim.Tests.Api.OAuth;

/// <summary>An answer of the token endpoint, read whole.</summary>
internal sealed record TokenAnswer(ScimAnswer Answer)
{
    public int Status => Answer.Status;

    public JsonObject Body => Answer.Body;

    public string? Error => Body["error"]?.GetValue<string>();

    public string Token => Body["access_token"]?.GetValue<string>() ?? throw new AssertionException($"No token: {Answer.Text}");

    public string? Scope => Body["scope"]?.GetValue<string>();

    public override string ToString() => $"{Status} {Error ?? "token"}";
}
