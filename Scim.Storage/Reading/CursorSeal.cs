using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Scim.Resources;

namespace Scim.Storage.Reading;

/// <summary>
/// Makes cursors opaque and unforgeable (RFC 9865 section 5.2): AES-GCM under a key that the replicas share through the database. A position may
/// hold personal data, and stands in addresses. Nothing is kept for a cursor, so any number of them may be open.
/// </summary>
public sealed class CursorSeal(ScimDatabase database, TimeProvider time) : IDisposable
{
    /// <summary>How long a page may wait for the next request; <c>cursorTimeout</c> of the ServiceProviderConfig.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // A key has 512 characters at most, of up to six bytes each in JSON.
    private const int MaxLength = 8_192;

    private readonly SemaphoreSlim _loading = new(1, 1);
    private byte[]? _key;

    /// <param name="from">Where the page begins.</param>
    /// <param name="count">The page size.</param>
    /// <param name="scope">The caller and the query; the cursor opens under no other.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Unreserved characters of RFC 3986.</returns>
    public async Task<string> SealAsync(Position from, int count, string scope, CancellationToken cancellationToken)
    {
        var content = new Cursor(from, count, time.GetUtcNow()).ToBytes();
        var sealedBytes = new byte[NonceBytes + TagBytes + content.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);

        using var cipher = await CipherAsync(scope, cancellationToken);
        cipher.Encrypt(sealedBytes.AsSpan(0, NonceBytes), content, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <exception cref="ScimException"><c>invalidCursor</c>: it was not given out for that scope; <c>expiredCursor</c>: long ago.</exception>
    public async Task<Cursor> OpenAsync(string text, string scope, CancellationToken cancellationToken)
    {
        if (Bytes(text) is not { Length: > NonceBytes + TagBytes } bytes) throw Invalid();

        var content = new byte[bytes.Length - NonceBytes - TagBytes];
        using (var cipher = await CipherAsync(scope, cancellationToken))
        {
            try
            {
                cipher.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), content);
            }
            catch (AuthenticationTagMismatchException)
            {
                throw Invalid();
            }
        }

        var cursor = Cursor.OfBytes(content);
        return time.GetUtcNow() - cursor.Issued <= Lifetime ? cursor : throw ScimException.ExpiredCursor(
            $"The cursor is older than {Lifetime.TotalSeconds:0} seconds. Begin again with an empty cursor.");
    }

    public void Dispose() => _loading.Dispose();

    // The same for a forged cursor, another caller's and another query's (RFC 9865 section 5.2).
    private static ScimException Invalid() => ScimException.InvalidCursor(
        "The cursor was not given out for this request. Send nextCursor or previousCursor as it was received, all other parameters as in the first request, and an empty cursor for the first page.");

    // Base64 has several spellings for the same bytes; a cursor has the one that was given out.
    private static byte[]? Bytes(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }

    // A key for each scope: what another scope has sealed does not open, and random nonces never wear one key out.
    private async Task<AesGcm> CipherAsync(string scope, CancellationToken cancellationToken)
    {
        var shared = _key ?? await LoadAsync(cancellationToken);
        return new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, KeyBytes, info: SHA256.HashData(Encoding.UTF8.GetBytes(scope))), TagBytes);
    }

    private async Task<byte[]> LoadAsync(CancellationToken cancellationToken)
    {
        const string find = """
            SELECT key
            FROM scim.cursor_key
            """;
        const string make = $"""
            INSERT INTO scim.cursor_key (key)
            VALUES (@key)
            ON CONFLICT DO NOTHING;

            {find}
            """;

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_key is not null) return _key;

            await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
            return _key = await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(find, cancellationToken: cancellationToken))
                ?? await connection.QuerySingleAsync<byte[]>(
                    new CommandDefinition(make, new { key = RandomNumberGenerator.GetBytes(KeyBytes) }, cancellationToken: cancellationToken));
        }
        finally
        {
            _loading.Release();
        }
    }
}
