using System.Text.Encodings.Web;
using System.Text.Json;

namespace Scim.Storage;

/// <summary>JSON as PostgreSQL is given it: text of any language as it is, so that it is no longer than it was sent.</summary>
internal static class ReadableJson
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
