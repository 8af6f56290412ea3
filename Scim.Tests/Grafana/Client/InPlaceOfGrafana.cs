using System.Net;
using System.Text;

namespace Scim.Tests.Grafana.Client;

/// <summary>Answers what no Grafana would, and keeps what it was sent.</summary>
internal sealed class InPlaceOfGrafana(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>As in <c>GET http://grafana/api/health</c>.</summary>
    public List<string> Calls { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public static HttpResponseMessage Answer(int status, string body, string mediaType = "application/json") =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Calls)
        {
            Calls.Add($"{request.Method} {request.RequestUri}");
            Requests.Add(request);
        }

        return Task.FromResult(answer(request));
    }
}
