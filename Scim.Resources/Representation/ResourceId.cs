namespace Scim.Resources.Representation;

/// <summary>Ids are UUIDs in their one spelling: 36 characters, hyphens, no capitals. RFC 7643 section 3.1 compares them exactly.</summary>
public static class ResourceId
{
    private const int StepsOfMillisecond = 4_096;

    /// <summary>
    /// A new id. Lists come in the order of ids, so those that one process makes one after another are in that order also within a millisecond:
    /// UUIDs of version 7 with finer time in <c>rand_a</c> (RFC 9562 section 6.2, method 3).
    /// </summary>
    public static Guid Create()
    {
        var now = DateTimeOffset.UtcNow;
        var step = (int)(now.UtcTicks % TimeSpan.TicksPerMillisecond * StepsOfMillisecond / TimeSpan.TicksPerMillisecond);
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | (step >> 8));
        bytes[7] = (byte)step;
        return new Guid(bytes, bigEndian: true);
    }

    public static bool TryParse(string text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id.ToString() == text;

    /// <summary>The id that the text spells, or null.</summary>
    public static Guid? Parse(string text) => TryParse(text, out var id) ? id : null;
}
