using System.Net.Http.Headers;
using System.Text;

namespace Scim.Api.Selftest;

/// <summary>HTTP as Entra speaks it: no User-Agent, no redirects followed. Whatever it hands out is without the token.</summary>
internal sealed class Wire : IDisposable
{
    private const int MostBytes = 16 * 1024 * 1024;
    private const int MostAttempts = 4;
    private const string Media = "application/scim+json";
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly string[] Telling =
        ["Content-Type", "Location", "ETag", "Allow", "Retry-After", "WWW-Authenticate", "Server", "Via"];

    private readonly HttpClient _client;
    private readonly SelftestOptions _options;
    private readonly string _root;

    public Wire(SelftestOptions options)
    {
        _options = options;
        _root = options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = System.Net.DecompressionMethods.All };
        _client = new HttpClient(handler) { Timeout = options.Timeout, MaxResponseContentBufferSize = MostBytes };
    }

    /// <summary>Waits and asks again where the server says how long to wait, as a limit is no fault.</summary>
    /// <param name="method">GET, POST and so on.</param>
    /// <param name="path">Under the tenant URL, with the slash in front.</param>
    /// <param name="body">JSON.</param>
    /// <param name="token">Another than the one of the options.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<Exchange> SendAsync(string method, string path, string? body, string? token, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var exchange = await SendOnceAsync(method, path, body, token, cancellationToken);
            if (attempt == MostAttempts || exchange.Response is not { Status: 429, RetryAfter: { } pause } || pause > LongestPause) return exchange;

            await Task.Delay(pause, cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Exchange> SendOnceAsync(string method, string path, string? body, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Address(path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? _options.Token);
        request.Headers.Accept.ParseAdd(Media);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, Media);

        var exchange = new Exchange(method, Hide(request.RequestUri!.AbsoluteUri), [.. Headers(request)], body is null ? null : Hide(body));
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            return exchange with { Response = await ReadAsync(response, cancellationToken) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return exchange with { NoAnswer = $"no answer within {_options.Timeout.TotalSeconds:0.#} seconds" };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return exchange with { NoAnswer = Hide((e.InnerException ?? e).Message.TrimEnd('.')) };
        }
    }

    private async Task<Response> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content;
        // As bytes: a charset that does not exist must not end the run.
        var text = Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(cancellationToken));
        var headers = response.Headers.NonValidated.Concat(content.Headers.NonValidated)
            .Where(x => Telling.Contains(x.Key, StringComparer.OrdinalIgnoreCase))
            .Select(x => Hide($"{x.Key}: {x.Value}"));
        return new Response(
            (int)response.StatusCode,
            response.ReasonPhrase,
            [.. headers],
            content.Headers.ContentType?.MediaType,
            response.Headers.Location?.OriginalString is { } location ? Hide(location) : null,
            response.Headers.RetryAfter?.Delta,
            Hide(text));
    }

    /// <summary>A query of the tenant URL goes with every request, as Entra's flags do.</summary>
    private Uri Address(string path)
    {
        var query = _options.Url.Query.TrimStart('?');
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new Uri(_root + path + (query.Length > 0 ? separator + query : ""));
    }

    private static IEnumerable<string> Headers(HttpRequestMessage request)
    {
        yield return "Authorization: Bearer ***";
        yield return $"Accept: {request.Headers.Accept}";
        if (request.Content is { } content) yield return $"Content-Type: {content.Headers.ContentType}";
    }

    private string Hide(string text) => text.Replace(_options.Token, "***", StringComparison.Ordinal);
}
