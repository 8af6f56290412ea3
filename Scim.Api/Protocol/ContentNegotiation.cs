using Microsoft.Extensions.Primitives;

namespace Scim.Api.Protocol;

/// <summary>Bodies are JSON in both directions (RFC 7644 section 3.8), and what is sent is for the one who asked, now.</summary>
public sealed class ContentNegotiation : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var headers = context.HttpContext.Response.Headers;
        headers.Vary = "Accept, Authorization";
        headers.CacheControl = "no-store";
        if (!ScimMediaType.IsAcceptable(request.GetTypedHeaders().Accept)) return ScimError.NotAcceptable();

        var takesBody = HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method) || HttpMethods.IsPatch(request.Method);
        if (!takesBody) return await next(context);

        if (!StringValues.IsNullOrEmpty(request.Headers.ContentEncoding)) return ScimError.UnsupportedEncoding();
        return ScimMediaType.IsJson(request.ContentType) ? await next(context) : ScimError.UnsupportedMediaType();
    }
}
