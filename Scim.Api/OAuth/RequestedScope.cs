using Scim.Storage.Tokens;

namespace Scim.Api.OAuth;

/// <summary>The scope of an access token, from what was asked for (RFC 6749 section 3.3) and what the client may have.</summary>
public static class RequestedScope
{
    /// <summary>
    /// Words of other servers are passed over, since Entra sends some; a client that may only read gets <c>scim.read</c> whatever it asks for,
    /// and the answer says so.
    /// </summary>
    /// <returns>Null where it is no scope at all.</returns>
    public static string? Of(string? requested, string most)
    {
        if (requested is null) return most;

        var words = requested.Split(' ');
        if (!words.All(IsWord)) return null;

        return words.Contains(TokenScope.ReadOnly) && !words.Contains(TokenScope.Full) ? TokenScope.ReadOnly : most;
    }

    private static bool IsWord(string text) => text.Length > 0 && text.All(x => x is '!' or (>= '#' and <= '[') or (>= ']' and <= '~'));
}
