using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Scim.Api.AdminConsole;

/// <summary>
/// The console's page and its files, which are in the assembly. Their addresses hold the id that the compiler makes of all that is in it, so that
/// browsers keep them for good and a new version is fetched whole; all addresses are relative, so that the console works below any path of a proxy.
/// </summary>
internal sealed class ConsolePages
{
    private const string ResourcePrefix = "console/";
    private const string Index = "index.html";
    private const int VersionLength = 16;
    private const string VersionPlaceholder = "{version}";
    private const string Immutable = "public, max-age=31536000, immutable";
    private const string Revalidated = "no-cache";

    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    private readonly FrozenDictionary<string, Page> _pages;
    private readonly string _version;

    public ConsolePages()
    {
        var assembly = typeof(ConsolePages).Assembly;
        var files = assembly.GetManifestResourceNames().Where(x => x.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ToDictionary(x => x[ResourcePrefix.Length..], x => Read(assembly, x));
        _version = assembly.ManifestModule.ModuleVersionId.ToString("N")[..VersionLength];
        files[Index] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files[Index]).Replace(VersionPlaceholder, _version, StringComparison.Ordinal));
        _pages = files.ToFrozenDictionary(x => x.Key, x => new Page(x.Value, TypeOf(x.Key)));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Get, (HttpResponse response) => Answer(response, _pages[Index], Revalidated)).ExcludeFromDescription();
        routes.MapMethods(ConsoleHeaders.Prefix + "/{version}/{**file}", Get, Find).ExcludeFromDescription();
    }

    private Results<FileContentHttpResult, ProblemHttpResult> Find(string version, string? file, HttpResponse response) =>
        _pages.GetValueOrDefault(file ?? "") is { } page && file != Index
            // While replicas of two versions run, either may be asked for the other's files.
            ? Answer(response, page, version == _version ? Immutable : Revalidated)
            : ConsoleProblem.OfStatus(StatusCodes.Status404NotFound);

    private FileContentHttpResult Answer(HttpResponse response, Page page, string caching)
    {
        response.Headers.CacheControl = caching;
        return TypedResults.File(page.Content, page.ContentType, entityTag: new EntityTagHeaderValue($"\"{_version}\""));
    }

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new NotSupportedException($"{other} has no media type here."),
    };

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private sealed record Page(byte[] Content, string ContentType);
}
