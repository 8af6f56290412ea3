using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Scim.Tests.Api.Selftest;

/// <summary>A server in front of the real one that does something wrong.</summary>
internal sealed class BrokenServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _real = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private BrokenServer(WebApplication app, ScimServer real, Func<Call, Task> fault)
    {
        _app = app;
        app.Run(async context =>
        {
            var call = new Call(context.Request, await BodyAsync(context.Request), x => ForwardAsync(real, context.Request, x));
            await fault(call);
            context.Response.StatusCode = call.Status;
            context.Response.ContentType = call.ContentType;
            if (call.Location is not null) context.Response.Headers.Location = call.Location;
            if (call.RetryAfter is not null) context.Response.Headers.RetryAfter = call.RetryAfter;
            if (call.Answer.Length > 0) await context.Response.WriteAsync(call.Answer, context.RequestAborted);
        });
    }

    public Uri Url => new($"{_app.Urls.First()}/scim");

    public static async Task<BrokenServer> StartAsync(ScimServer real, Func<Call, Task> fault)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        var server = new BrokenServer(builder.Build(), real, fault);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _real.Dispose();
    }

    private async Task ForwardAsync(ScimServer real, HttpRequest from, Call call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(real.Root, from.GetEncodedPathAndQuery()));
        request.Headers.Host = from.Host.Value;
        request.Headers.TryAddWithoutValidation("Authorization", (string?)from.Headers.Authorization);
        if (call.Body.Length > 0) request.Content = new StringContent(call.Body, Encoding.UTF8, MediaTypeHeaderValue.Parse(from.ContentType!));
        using var response = await _real.SendAsync(request);
        call.Status = (int)response.StatusCode;
        call.ContentType = response.Content.Headers.ContentType?.ToString();
        call.Location = response.Headers.Location?.ToString();
        call.Answer = await response.Content.ReadAsStringAsync();
    }

    private static async Task<string> BodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync();
    }
}

/// <summary>A request on its way, and its answer. Where nothing is forwarded, the answer is what the fault says.</summary>
public sealed class Call(HttpRequest request, string body, Func<Call, Task> forward)
{
    public string Method => request.Method;

    public string Path => request.Path.Value!["/scim".Length..];

    public string Query => Uri.UnescapeDataString(request.QueryString.Value!).Replace('+', ' ');

    public string? Authorization => request.Headers.Authorization;

    public string Body { get; set; } = body;

    public int Status { get; set; } = 200;

    public string? ContentType { get; set; } = "application/scim+json";

    public string? Location { get; set; }

    public string? RetryAfter { get; set; }

    public string Answer { get; set; } = "";

    public Task ForwardAsync() => forward(this);

    /// <summary>Does not answer.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, request.HttpContext.RequestAborted);

    public void Answers(int status, string contentType, string text) => (Status, ContentType, Answer) = (status, contentType, text);
}
