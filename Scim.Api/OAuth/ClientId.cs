namespace Scim.Api.OAuth;

/// <summary>The <c>client_id</c>, as it was printed and in no other spelling.</summary>
public static class ClientId
{
    /// <summary>No client has the id that is given for what is none.</summary>
    public static Guid Parse(string? text) => Guid.TryParseExact(text, "D", out var id) && id.ToString() == text ? id : Guid.Empty;
}
