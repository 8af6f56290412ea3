using System.Globalization;
using System.Text.Json;
using Scim.Doubles.Access;
using Scim.Doubles.State;

namespace Scim.Doubles.Protocol;

/// <summary>A call on its way through the double.</summary>
internal sealed class GrafanaRequest(HttpContext context, GrafanaState state, string body)
{
    // As Go binds: names in any case, what is unknown is ignored, types must fit.
    private static readonly JsonSerializerOptions Binding = new() { PropertyNameCaseInsensitive = true };

    public GrafanaState State => state;

    public GrafanaVersion Version { get; } = state.Options.ParsedVersion;

    public string Method => context.Request.Method;

    public string Path { get; } = context.Request.Path + context.Request.QueryString;

    public string BodyText => body;

    public IHeaderDictionary Headers => context.Request.Headers;

    /// <summary>Who calls, or why nobody is known to.</summary>
    public Identity Identity { get; set; } = Identity.Anonymous;

    public Principal Caller => Identity.Principal!;

    public GrafanaAnswer? Answer { get; set; }

    public bool HasRoute(string name) => context.Request.RouteValues.ContainsKey(name);

    public string Route(string name) => (string)context.Request.RouteValues[name]!;

    public long? RouteNumber(string name) => Number(Route(name));

    public string Query(string name) => context.Request.Query[name].ToString();

    public IEnumerable<string?> Queries(string name) => context.Request.Query[name];

    public int QueryNumber(string name, int otherwise) => Number(Query(name)) is > 0 and <= int.MaxValue and var number ? (int)number : otherwise;

    /// <summary>The body, or null where it does not fit.</summary>
    public T? Bind<T>()
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Binding);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
