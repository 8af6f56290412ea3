using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Scim.Tests.Api;

namespace Scim.Tests.Faults;

/// <summary>Sends requests to one service, or to its replicas in turn, and counts what becomes of them.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly Uri[] _roots;
    private int _turn;
    private int _broken;
    private int _unavailable;
    private int _halves;

    public LoadClient(params Uri[] roots)
    {
        _roots = roots;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServiceProcess.Token);
    }

    /// <summary>Requests without any answer.</summary>
    public int Broken => _broken;

    /// <summary>Answers 503 that say when to come again.</summary>
    public int Unavailable => _unavailable;

    /// <summary>Answers that broke off.</summary>
    public int Halves => _halves;

    /// <summary>Answers that no client expects.</summary>
    public ConcurrentQueue<string> Odd { get; } = [];

    /// <returns>Null where nothing is known of what the service did: it answered 503, or not to the end.</returns>
    public async Task<ScimAnswer?> TryAsync(HttpMethod method, string path, string? json = null)
    {
        var root = _roots[(uint)Interlocked.Increment(ref _turn) % _roots.Length];
        using var request = new HttpRequestMessage(method, new Uri(root, $"scim/{path}"));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/scim+json");

        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _broken);
            return null;
        }

        using (response)
        {
            try
            {
                return Judge(await ScimAnswer.OfAsync(response), $"{method} {path}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                Interlocked.Increment(ref _halves);
                return null;
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private ScimAnswer? Judge(ScimAnswer answer, string request)
    {
        if (answer.Status == 503 && answer.Headers.ContainsKey("Retry-After") && answer.ContentType == "application/scim+json" && answer.Body["status"]?.GetValue<string>() == "503")
        {
            Interlocked.Increment(ref _unavailable);
            return null;
        }

        if (answer.Status is not (200 or 201 or 204 or 409)) Odd.Enqueue($"{request}: {answer.Status} {answer.Text}");
        return answer;
    }
}
