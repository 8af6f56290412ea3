using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Scim.Api.Commands;

/// <summary>A client's public keys, from the files that programs write: JWK, JWKS (RFC 7517), PEM.</summary>
internal static class PublicKey
{
    private const int MinRsaBits = 2048;

    private const string IsPrivate =
        "That is a private key, or a shared one; whoever has it is the client. Keep it there, and give its public half alone, as \"openssl pkey -in FILE -pubout\" writes it. If others could read this file, make a new key.";

    private static readonly string[] Kept = ["kty", "crv", "x", "y", "n", "e", "kid"];

    /// <summary>The keys in a file, as JSON, each with a <c>kid</c>.</summary>
    /// <exception cref="FormatException">They cannot be used; the message says what can.</exception>
    public static IReadOnlyList<string> Read(string text)
    {
        var keys = text.TrimStart().StartsWith('{') ? OfJson(text) : [OfPem(text)];
        return keys.Count > 0 ? keys : throw new FormatException("There is no key in it.");
    }

    public static string? KidOf(string? jwk) => jwk is null ? null : new JsonWebKey(jwk).KeyId;

    private static IReadOnlyList<string> OfJson(string text)
    {
        try
        {
            var json = JsonNode.Parse(text)!.AsObject();
            return json["keys"] is JsonArray keys ? [.. keys.Select(x => Checked(x!.AsObject()))] : [Checked(json)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            throw new FormatException("It is no JWK and no JWKS (RFC 7517).", e);
        }
    }

    private static string OfPem(string text)
    {
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal)) throw new FormatException(IsPrivate);

        if (text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = Try(() => X509Certificate2.CreateFromPem(text));
            using AsymmetricAlgorithm? key = certificate?.GetRSAPublicKey() ?? (AsymmetricAlgorithm?)certificate?.GetECDsaPublicKey();
            return Of(key);
        }

        using var rsa = RSA.Create();
        using var ecdsa = ECDsa.Create();
        return Of(Try(() => { rsa.ImportFromPem(text); return rsa; }) ?? (AsymmetricAlgorithm?)Try(() => { ecdsa.ImportFromPem(text); return ecdsa; }));
    }

    private static string Of(AsymmetricAlgorithm? key) => key switch
    {
        RSA x => Checked(Members(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(x.ExportParameters(false))))),
        ECDsa x => Checked(Members(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(x)))),
        _ => throw new FormatException("It is neither a JWK or JWKS nor a public key or certificate in PEM, of RSA or ECDSA."),
    };

    private static JsonObject Members(JsonWebKey x)
    {
        var json = new JsonObject { ["kty"] = x.Kty };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("crv", x.Crv), ("x", x.X), ("y", x.Y), ("n", x.N), ("e", x.E)])
        {
            if (value is not null) json[name] = value;
        }

        return json;
    }

    private static string Checked(JsonObject json)
    {
        if (json["kty"]?.GetValue<string>() is not ("RSA" or "EC") || json.ContainsKey("d") || json.ContainsKey("k"))
            throw new FormatException(json.ContainsKey("d") || json.ContainsKey("k") ? IsPrivate : "Only keys of RSA and EC are taken.");

        var kept = new JsonObject(Kept.Where(x => json[x] is not null).Select(x => KeyValuePair.Create(x, json[x]?.DeepClone())));
        var key = new JsonWebKey(kept.ToJsonString());
        var isUsable = key.Kty == "RSA" ? key.N is not null && key.E is not null && key.KeySize >= MinRsaBits : key.Crv is "P-256" or "P-384" or "P-521" && key.X is not null && key.Y is not null;
        if (!isUsable) throw new FormatException($"The key is of a kind that is not taken. Make one of RSA with {MinRsaBits} bits or more, or of EC on P-256, P-384 or P-521.");

        if (string.IsNullOrEmpty(key.KeyId)) kept["kid"] = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return kept.ToJsonString();
    }

    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
