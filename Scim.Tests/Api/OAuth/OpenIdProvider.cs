using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Scim.Tests.Api.OAuth;

/// <summary>An OpenID provider that plays Entra: its metadata are below each issuer, and it can change its keys, go away and come back.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<SigningKey> _keys = [new()];
    private volatile JsonArray _published = [];
    private int _requests;

    private OpenIdProvider(WebApplication app)
    {
        _app = app;
        _app.Run(AnswerAsync);
        _published = [.. _keys.Select(x => x.Jwk)];
    }

    public string Root => _app.Urls.First();

    /// <summary>Requests that have come.</summary>
    public int Requests => _requests;

    /// <summary>Connections are cut.</summary>
    public bool IsAway { get; set; }

    /// <summary>What its metadata say instead of the issuer that was asked for.</summary>
    public string? OtherIssuer { get; set; }

    /// <summary>What signs its tokens.</summary>
    public SigningKey Key => _keys[^1];

    public static async Task<OpenIdProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new OpenIdProvider(builder.Build());
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="keepsOld">It still publishes the others.</param>
    public void Rotate(bool keepsOld = true)
    {
        // Published first: what it signs with is there for whoever asks, as at any provider.
        var key = new SigningKey();
        _published = keepsOld ? [.. _keys.Select(x => x.Jwk), key.Jwk] : [key.Jwk];
        _keys.Add(key);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var key in _keys) key.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        var path = context.Request.Path.Value!;
        if (IsAway) context.Abort();
        else if (path == "/keys") await context.Response.WriteAsync(new JsonObject { ["keys"] = _published.DeepClone() }.ToJsonString());
        else if (path.EndsWith("/.well-known/openid-configuration", StringComparison.Ordinal))
            await context.Response.WriteAsync(new JsonObject { ["issuer"] = OtherIssuer ?? $"{Root}{path[..^33]}", ["jwks_uri"] = $"{Root}/keys" }.ToJsonString());
        else context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
