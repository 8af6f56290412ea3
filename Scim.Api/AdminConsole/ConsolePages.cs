using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Scim.Api.AdminConsole;

/// <summary>
/// The console's page and its files, which are in the assembly. Their addresses hold a hash over all of them, so that browsers keep them for good and
/// a new version is fetched whole; all addresses are relative, so that the console works below any path of a proxy.
/// </summary>
internal sealed class ConsolePages
{
    private const string ResourcePrefix = "console/";
    private const string Index = "index.html";
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
        _version = Hash([.. files.OrderBy(x => x.Key, StringComparer.Ordinal).SelectMany(x => x.Value)]);
        files[Index] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files[Index]).Replace(VersionPlaceholder, _version, StringComparison.Ordinal));
        _pages = files.ToFrozenDictionary(x => x.Key, x => new Page(x.Value, TypeOf(x.Key), new EntityTagHeaderValue($"\"{Hash(x.Value)}\"")));
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

    private static FileContentHttpResult Answer(HttpResponse response, Page page, string caching)
    {
        response.Headers.CacheControl = caching;
        return TypedResults.File(page.Content, page.ContentType, entityTag: page.Tag);
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

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..16];

    private sealed record Page(byte[] Content, string ContentType, EntityTagHeaderValue Tag);
}
