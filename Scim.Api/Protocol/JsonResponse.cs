using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Representation;

namespace Scim.Api.Protocol;

/// <summary>Sends JSON as the whole body of a response.</summary>
internal static class JsonResponse
{
    public static Task WriteJsonAsync(this HttpContext context, string contentType, JsonObject body) =>
        context.WriteJsonAsync(contentType, body, static (json, _, x) => x.WriteTo(json));

    /// <param name="context">Of the response, of which nothing was sent yet.</param>
    /// <param name="contentType">The media type.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="write">Writes it to the writer, or, once that is flushed, past it.</param>
    public static async Task WriteJsonAsync<T>(this HttpContext context, string contentType, T body, Action<Utf8JsonWriter, IBufferWriter<byte>, T> write)
    {
        var response = context.Response;
        var output = response.BodyWriter;
        response.ContentType = contentType;
        using (var json = new Utf8JsonWriter(output, ResourceWriter.Options)) write(json, output, body);

        // Of unknown length it would go out in chunks, the last of which is a packet of its own. Nothing is unflushed where nobody is there any more.
        if (output.UnflushedBytes > 0) response.ContentLength = output.UnflushedBytes;
        await output.FlushAsync(context.RequestAborted);
    }
}
