using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Scim.Api.OpenApi;

/// <summary>The OpenAPI document. It is made when it is first asked for, and once: only the servers in it follow the request.</summary>
public sealed class ScimDocument([FromKeyedServices(ScimDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "v1";

    private readonly Lazy<Task<string>> _text = new(() => MakeAsync(provider));

    /// <param name="baseUri">The address that ends in <c>/scim</c>.</param>
    public async Task<string> AtAsync(string baseUri)
    {
        var text = await _text.Value;
        var servers = JsonSerializer.Serialize((object[])[new { url = baseUri }, new { url = $"{baseUri}/v2" }]);

        // Behind the first member, which says that this is OpenAPI.
        return text.Insert(text.IndexOf(',', StringComparison.Ordinal), $",\"servers\":{servers}");
    }

    private static async Task<string> MakeAsync(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        var text = new StringBuilder();
        await using var writer = new StringWriter(text);
        document.SerializeAsV31(new OpenApiJsonWriter(writer, new OpenApiJsonWriterSettings { Terse = true }));
        return text.ToString();
    }
}
