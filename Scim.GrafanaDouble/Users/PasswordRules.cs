using Scim.Doubles.Protocol;

namespace Scim.Doubles.Users;

internal static class PasswordRules
{
    private const int MinPolicyLength = 12;

    public static GrafanaAnswer? Refuse(GrafanaRequest request, string password)
    {
        if (password.Length < request.Version.MinPasswordLength) return GrafanaAnswer.BadRequest("Password is missing or too short");
        if (!request.State.Options.PasswordPolicy) return null;
        if (password.Length < MinPolicyLength) return Refusal("password.password-policy-too-short", "New password is too short");

        return password.Any(char.IsUpper) && password.Any(char.IsLower) && password.Any(char.IsDigit) && !password.All(char.IsLetterOrDigit)
            ? null
            : Refusal("password.password-policy-infringe", "New password doesn't comply with the password policy");
    }

    private static GrafanaAnswer Refusal(string messageId, string message) => GrafanaAnswer.Identified(StatusCodes.Status400BadRequest, messageId, message);
}
