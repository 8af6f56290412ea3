namespace Scim.Storage.Logging;

/// <summary>Ids of log rows are UUIDs of version 7, so that they stand in the order of time and their index serves for spans of time too.</summary>
internal static class LogId
{
    /// <summary>The lowest that a row of that millisecond, or a later one, can have.</summary>
    public static Guid Earliest(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(time).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = 0x70;
        bytes[7] = 0;
        bytes[8..].Clear();
        bytes[8] = 0x80;
        return new Guid(bytes, bigEndian: true);
    }
}
