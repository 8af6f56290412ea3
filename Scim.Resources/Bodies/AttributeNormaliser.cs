using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Patching;
using Scim.Resources.Schemas;
using Scim.Resources.Text;

namespace Scim.Resources.Bodies;

/// <summary>
/// Brings a value that a client sent into the form its schema gives it: canonical names, real booleans, arrays where many values
/// may stand, nothing empty. Liberal in form, strict in type.
/// </summary>
/// <param name="ignored">Receives the names of sub-attributes that the schema does not have.</param>
public sealed class AttributeNormaliser(ICollection<string> ignored)
{
    /// <summary>Elements of one attribute. Members of a group are rows, and have no limit.</summary>
    public const int MaxElements = 1_000;

    /// <summary>Characters of any string.</summary>
    public const int MaxTextLength = 65_536;

    /// <summary>
    /// Characters of <c>externalId</c>, <c>displayName</c> and whatever a schema keeps unique: they are keys of B-trees, whose entries must fit 2,704 bytes.
    /// </summary>
    public const int MaxKeyLength = 512;

    private static readonly SearchValues<char> Base64Digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    private static readonly string[] KeyAttributes = ["externalId", "displayName"];

    /// <summary>The value in normal form, belonging to no document; null where nothing is assigned.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: the value has another type than the attribute.</exception>
    public JsonNode? Normalise(SchemaAttribute attribute, JsonNode? value, string name)
    {
        if (IsUnassigned(value)) return null;
        if (attribute.MultiValued) return Elements(attribute, value!, name);

        // Entra sends a manager as an array of one.
        if (value is JsonArray array)
        {
            if (array.Count > 1) throw ScimException.InvalidValue($"{name} takes one value, not {array.Count}.");
            value = array[0];
            if (IsUnassigned(value)) return null;
        }

        return Single(attribute, value!, name);
    }

    /// <summary>A whole extension: its known attributes in normal form, or null.</summary>
    public JsonObject? NormaliseExtension(Schema schema, JsonNode? value)
    {
        if (IsUnassigned(value)) return null;
        return value is JsonObject given
            ? Members(given, schema.Find, schema.Id, ':')
            : throw ScimException.InvalidValue($"{schema.Id} must be a JSON object.");
    }

    /// <summary><c>null</c>, <c>""</c>, <c>[]</c> and <c>{}</c> are one state (RFC 7643 section 2.5).</summary>
    public static bool IsUnassigned(JsonNode? value) => value switch
    {
        null => true,
        JsonArray x => x.All(IsUnassigned),
        JsonObject x => x.All(property => IsUnassigned(property.Value)),
        JsonValue x => x.GetValueKind() == JsonValueKind.String && x.GetValue<string>().Length == 0,
        _ => false,
    };

    private JsonArray? Elements(SchemaAttribute attribute, JsonNode value, string name)
    {
        if (value is JsonArray many && attribute.Name != "members") ElementList.RequireFew(attribute, many);

        var elements = new JsonArray();
        foreach (var item in value as JsonArray ?? (IEnumerable<JsonNode?>)[value])
        {
            if (item is JsonArray) throw ScimException.InvalidValue($"{name} holds an array in an array.");
            if (!IsUnassigned(item) && Single(attribute, item!, name) is { } element) elements.Add(element);
        }

        return elements.Count == 0 ? null : elements;
    }

    private JsonNode? Single(SchemaAttribute attribute, JsonNode value, string name)
    {
        if (!attribute.IsComplex) return Simple(attribute, value, name);
        if (value is JsonObject given) return Members(given, attribute.Sub, name, '.');

        // A manager, a member or an e-mail address as a bare string is its value.
        return attribute.Sub("value") is { } sub && value is JsonValue
            ? new JsonObject { [sub.Name] = Simple(sub, value, $"{name}.{sub.Name}") }
            : throw ScimException.InvalidValue($"{name} must be a JSON object{(attribute.MultiValued ? " or an array of them" : "")}.");
    }

    private JsonObject? Members(JsonObject given, Func<string, SchemaAttribute?> find, string parent, char separator)
    {
        var result = new JsonObject();
        foreach (var (key, value) in given)
        {
            var name = $"{parent}{separator}{key}";
            if (find(key) is not { } sub)
            {
                ignored.Add(name);
                continue;
            }

            if (sub.Mutability != Mutability.ReadOnly && Normalise(sub, value, name) is { } normal) result[sub.Name] = normal;
        }

        return result.Count == 0 ? null : result;
    }

    private static JsonValue? Simple(SchemaAttribute attribute, JsonNode node, string name)
    {
        if (node is not JsonValue value) throw ScimException.InvalidValue($"{name} must be {Description(attribute.Type)}, not {Kind(node)}.");

        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        if (text?.Length > MaxTextLength) throw ScimException.InvalidValue($"{name} takes at most {MaxTextLength} characters, not {text.Length}.");

        JsonValue? result = attribute.Type switch
        {
            AttributeType.Boolean => Boolean(value, text),
            AttributeType.Integer => Number(value, text) is { } number && IsInteger(number) ? number : null,
            AttributeType.Decimal => Number(value, text),
            AttributeType.DateTime when text is not null => DateTimeText.TryParse(text, out _) ? JsonValue.Create(text) : null,
            AttributeType.Binary when text is not null => IsBase64(text) ? JsonValue.Create(text) : null,
            AttributeType.String or AttributeType.Reference when text is not null => JsonValue.Create(text),
            _ => null,
        };
        if (result is null) throw ScimException.InvalidValue($"{name} must be {Description(attribute.Type)}, not {Kind(node)}.");
        if (text is not null && (attribute.Uniqueness != Uniqueness.None || KeyAttributes.Contains(attribute.Name))) RequireKeyLength(attribute, text, name);

        return result;
    }

    private static void RequireKeyLength(SchemaAttribute attribute, string text, string name)
    {
        // Preparing makes some characters many: a single ligature stands for 18.
        var length = Math.Max(text.Length, text.Length > MaxKeyLength ? 0 : PreparedText.Prepare(text, attribute.CaseExact).Length);
        if (length > MaxKeyLength) throw ScimException.InvalidValue($"{name} takes at most {MaxKeyLength} characters, not {length}.");
    }

    private static JsonValue? Boolean(JsonValue value, string? text) =>
        text is null
            ? value.TryGetValue<bool>(out var truth) ? JsonValue.Create(truth) : null
            : bool.TryParse(text, out truth) ? JsonValue.Create(truth) : null; // Entra sends "True"

    private static JsonValue? Number(JsonValue value, string? text)
    {
        if (text is null) return value.GetValueKind() == JsonValueKind.Number ? (JsonValue)value.DeepClone() : null;
        try
        {
            return JsonNode.Parse(text) is JsonValue parsed && parsed.TryGetValue<decimal>(out _) ? parsed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsInteger(JsonValue number) => number.ToJsonString().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static bool IsBase64(string text)
    {
        // RFC 7643 section 2.3.6: padding may be absent, and the URL-safe alphabet is allowed.
        var digits = text.AsSpan().TrimEnd('=');
        return digits.Length % 4 != 1 && (text.Length == digits.Length || IsPadded(text.Length, digits.Length)) && !digits.ContainsAnyExcept(Base64Digits);

        static bool IsPadded(int length, int digits) => length % 4 == 0 && length - digits <= 2;
    }

    private static string Description(AttributeType type) => type switch
    {
        AttributeType.Boolean => "true or false",
        AttributeType.Integer => "a whole number",
        AttributeType.Decimal => "a number",
        AttributeType.DateTime => "a date with time, like 2026-01-31T09:30:00Z",
        AttributeType.Binary => "base64",
        _ => "a string",
    };

    private static string Kind(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "that string",
        JsonValueKind.Number => "that number",
        _ => "a boolean",
    };
}
