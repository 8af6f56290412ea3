using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scim.Grafana.Comparing;

/// <summary><c>last_applied</c> of a link: names as they are, and nothing that says nothing.</summary>
internal static class AppliedJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    public static T Read<T>(string json)
        where T : new() => JsonSerializer.Deserialize<T>(json, Options) ?? new T();

    public static string Write<T>(T applied) => JsonSerializer.Serialize(applied, Options);
}
