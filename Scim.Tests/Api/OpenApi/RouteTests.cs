using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scim.Api.OpenApi;
using Scim.Resources.Schemas;

namespace Scim.Tests.Api.OpenApi;

/// <summary>The document has the operations that the service has.</summary>
public class RouteTests
{
    private ScimServer _server = null!;
    private Described _document = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", Described.Types));
        _document = await Described.OfAsync(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    // What only ever refuses, whoever asks for what, is excluded where it is mapped.
    [TestCase("/scim")]
    [TestCase("/scim/v2")]
    public void Operations_are_the_routes_below(string root)
    {
        var routes = from route in Routes(root)
                     where route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
                     from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any"]
                     select $"{method} {PathBelow(root, route)}";
        Assert.That(_document.Operations.Select(x => x.ToString()), Is.EquivalentTo(routes));
    }

    [Test]
    public void A_token_is_said_to_be_needed_where_it_is()
    {
        foreach (var route in Routes("/scim").Where(x => x.Metadata.GetMetadata<ScimOperation>() is not null))
        {
            foreach (var operation in _document.Operations.Where(x => x.Path == PathBelow("/scim", route) && route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains(x.Method)))
                Assert.That(operation.Json.ContainsKey("security"), Is.EqualTo(route.Metadata.GetMetadata<IAllowAnonymous>() is null), operation.ToString());
        }

        Assert.That(_document.Operations.Where(x => !x.Json.ContainsKey("security")).Select(x => x.ToString()), Is.EqualTo((string[])["GET /ServiceProviderConfig", "HEAD /ServiceProviderConfig"]));
    }

    [Test]
    public void Each_operation_has_a_name_of_its_own() =>
        Assert.That(_document.Operations.Select(x => x.Json["operationId"]!.GetValue<string>()), Is.Unique);

    [Test]
    public void Parts_of_paths_are_parameters()
    {
        foreach (var operation in _document.Operations)
            Assert.That(operation.Json["parameters"]?.AsArray().Count(x => x!["in"]!.GetValue<string>() == "path") ?? 0, Is.EqualTo(operation.Path.Count(x => x == '{')), operation.ToString());
    }

    [Test]
    public async Task A_route_that_is_not_described_fails_the_document()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(SchemaCatalogue.Load(null));
        builder.Services.AddScimOpenApi();
        await using var app = builder.Build();
        app.MapGet("/scim/Forgotten", () => "");
        await app.StartAsync();

        var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ScimDocument.Name);
        Assert.That(
            async () => await provider.GetOpenApiDocumentAsync(),
            Throws.InvalidOperationException.With.Message.StartsWith("GET /scim/Forgotten is not described; give the route a ScimOperation"));
    }

    private IEnumerable<RouteEndpoint> Routes(string root) =>
        _server.Services.GetServices<EndpointDataSource>().SelectMany(x => x.Endpoints).OfType<RouteEndpoint>()
            .Where(x => $"{x.RoutePattern.RawText}/".StartsWith(root + "/", StringComparison.Ordinal) && (root != "/scim" || !$"{x.RoutePattern.RawText}/".StartsWith("/scim/v2/", StringComparison.Ordinal)));

    private static string PathBelow(string root, RouteEndpoint route) => $"/{route.RoutePattern.RawText![root.Length..].Trim('/')}";
}
