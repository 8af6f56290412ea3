using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Scim.Storage.Reading;

/// <summary>What a cursor says, as it is before it is sealed.</summary>
/// <param name="From">Where its page begins.</param>
/// <param name="Count">The page size of the first request, which all others keep.</param>
/// <param name="Issued">When it was given out.</param>
public sealed record Cursor(Position From, int Count, DateTimeOffset Issued)
{
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(new JsonArray(
        Issued.ToUnixTimeMilliseconds(),
        Count,
        From.Backward,
        From.Id.ToString(),
        From.Key is DateTime,
        From.Key switch
        {
            null => null,
            string x => JsonValue.Create(x),
            bool x => JsonValue.Create(x),
            decimal x => JsonValue.Create(x),
            DateTime x => JsonValue.Create(x.ToString("O", CultureInfo.InvariantCulture)),
            _ => throw new NotSupportedException($"{From.Key.GetType().Name} is no key of an order."),
        }).ToJsonString(ReadableJson.Options));

    internal static Cursor OfBytes(ReadOnlySpan<byte> utf8)
    {
        var content = (JsonArray)JsonNode.Parse(utf8)!;
        var from = new Position(Key(content[5], content[4]!.GetValue<bool>()), Guid.Parse(content[3]!.GetValue<string>()), content[2]!.GetValue<bool>());
        return new Cursor(from, content[1]!.GetValue<int>(), DateTimeOffset.FromUnixTimeMilliseconds(content[0]!.GetValue<long>()));
    }

    private static object? Key(JsonNode? node, bool isTime)
    {
        if (node is not JsonValue value) return null;
        if (isTime) return DateTime.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        if (value.TryGetValue<string>(out var text)) return text;
        return value.TryGetValue<bool>(out var truth) ? truth : value.GetValue<decimal>();
    }
}
