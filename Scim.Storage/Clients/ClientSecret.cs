using System.Security.Cryptography;
using Scim.Storage.Tokens;

namespace Scim.Storage.Clients;

/// <summary>A client's secret (RFC 6749 section 2.3.1): a <see cref="SecretForm"/> with <c>scim_secret_</c> in front.</summary>
public static class ClientSecret
{
    private static readonly SecretForm Form = new("scim_secret_");

    public static string Create() => Form.Create();

    /// <inheritdoc cref="SecretForm.Hash"/>
    public static byte[] Hash(string secret) => SecretForm.Hash(secret);

    /// <summary>Takes as long for any secret, and for one that is not there.</summary>
    public static bool Matches(byte[] hash, byte[]? stored) => CryptographicOperations.FixedTimeEquals(hash, stored ?? new byte[hash.Length]) && stored is not null;
}
