using System.Collections.Frozen;
using System.Text.Json;

namespace Scim.Resources.Schemas;

/// <summary>The keywords of RFC 7643 section 7: an enumeration's members with a small first letter.</summary>
internal static class Keyword
{
    public static string Of<T>(T value)
        where T : struct, Enum => Keywords<T>.ToText[value];

    public static T? Find<T>(string text)
        where T : struct, Enum => Keywords<T>.ToValue.TryGetValue(text, out var value) ? value : null;

    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Of));

    private static class Keywords<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ToText =
            Enum.GetValues<T>().ToFrozenDictionary(x => x, x => JsonNamingPolicy.CamelCase.ConvertName(x.ToString()));

        public static readonly FrozenDictionary<string, T> ToValue =
            ToText.ToFrozenDictionary(x => x.Value, x => x.Key, StringComparer.OrdinalIgnoreCase);
    }
}
