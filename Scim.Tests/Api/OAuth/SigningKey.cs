using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Scim.Tests.Api.OAuth;

/// <summary>A key that signs tokens, also such as no library would sign.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);

    public string Kid { get; } = Some.Name("key");

    public JsonObject Jwk
    {
        get
        {
            var half = _rsa.ExportParameters(false);
            return new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = Kid, ["n"] = Base64UrlEncoder.Encode(half.Modulus), ["e"] = Base64UrlEncoder.Encode(half.Exponent) };
        }
    }

    public string PublicPem => _rsa.ExportSubjectPublicKeyInfoPem();

    public string PrivatePem => _rsa.ExportPkcs8PrivateKeyPem();

    /// <summary>A token with these claims.</summary>
    /// <param name="claims">The payload.</param>
    /// <param name="header">Members to have in the header instead of, or beside, <c>alg</c> and <c>kid</c>.</param>
    public string Sign(JsonObject claims, JsonObject? header = null) => Sign(claims, header, x => _rsa.SignData(x, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>The trick with HMAC: what everybody knows of the key is taken for a shared secret.</summary>
    public string SignWithPublicBytes(JsonObject claims) =>
        Sign(claims, new JsonObject { ["alg"] = "HS256" }, x => HMACSHA256.HashData(Encoding.ASCII.GetBytes(PublicPem), x));

    public string SignNothing(JsonObject claims) => Sign(claims, new JsonObject { ["alg"] = "none" }, _ => []);

    public void Dispose() => _rsa.Dispose();

    private string Sign(JsonObject claims, JsonObject? header, Func<byte[], byte[]> sign)
    {
        var whole = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = Kid };
        foreach (var (name, value) in header ?? []) whole[name] = value?.DeepClone();

        var text = $"{Base64UrlEncoder.Encode(whole.ToJsonString())}.{Base64UrlEncoder.Encode(claims.ToJsonString())}";
        return $"{text}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(text)))}";
    }
}
