using System.Text.Json.Nodes;
using Scim.Filter;
using Scim.Tests.Filter;
using Scim.Tests.ResourceModel;

namespace Scim.Tests.Api.Conformance;

/// <summary>The cases that the parts are tested with, once more through HTTP and PostgreSQL.</summary>
public class WrittenCaseTests
{
    private const string Fault = "✗ ";

    private ScimServer _server = null!;
    private string? _user;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", Path.Combine(CaseFile.Folder(), "Schemas")));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    /// <summary>Cases use each other's names.</summary>
    [TearDown]
    public async Task DeleteAsync()
    {
        if (_user is not null) await _server.DeleteAsync($"Users/{_user}");
        _user = null;
    }

    [TestCaseSource(nameof(Cases), new object[] { "patch-users.txt" })]
    public async Task A_user_is_patched_as_the_case_says(string document, string operations, string expected)
    {
        var user = await CreateAsync(document);
        var path = $"Users/{user.Id}";
        if (expected.StartsWith(Fault, StringComparison.Ordinal)) await Refused(expected).OfAsync(_server, PatchAsync);
        else AssertShown(await PatchAsync(), expected);

        Task<ScimAnswer> PatchAsync() => _server.SendAsync(HttpMethod.Patch, path, PatchText.Body(operations).ToJsonString());
    }

    [TestCaseSource(nameof(Cases), new object[] { "evaluations.txt" })]
    public async Task A_filter_finds_the_user_where_the_case_says(string document, string filter, string expected)
    {
        var user = await CreateAsync(document);
        if (expected == "✗") await new Refusal(400, "invalidFilter", "*").OfAsync(_server, () => FindAsync(filter));
        else Assert.That((await FindAsync($"id eq \"{user.Id}\" and ({filter})")).TotalResults, Is.EqualTo(expected == "true" ? 1 : 0));
    }

    [TestCaseSource(nameof(BindingFaults))]
    public async Task A_filter_without_meaning_is_refused_as_the_case_says(string filter, string expected) =>
        await Refused(expected).OfAsync(_server, () => FindAsync(filter));

    [TestCaseSource(nameof(NoFilters))]
    public async Task A_text_that_is_no_filter_is_refused(string text) =>
        await new Refusal(400, "invalidFilter", Message(() => ScimFilter.Parse(text))).OfAsync(_server, () => FindAsync(text));

    [TestCaseSource(nameof(NoPaths))]
    public async Task A_text_that_is_no_path_is_refused(string text, string scimType)
    {
        var user = await CreateAsync("{}");
        var operation = new JsonObject { ["op"] = "add", ["path"] = text, ["value"] = "x" };
        await new Refusal(400, scimType, Message(() => ScimPath.Parse(text)))
            .OfAsync(_server, () => _server.PatchAsync($"Users/{user.Id}", operation.ToJsonString()));
    }

    // What is never shown cannot be seen here, and what the service writes itself cannot be given.
    private static IEnumerable<TestCaseData> Cases(string name) =>
        CaseFile.Read(name).Where(x => x.Arguments is not [string document, string operations, ..]
            || !(document + operations).Contains("seeds", StringComparison.Ordinal)
            && !document.Contains("\"meta\"", StringComparison.Ordinal) && !document.Contains("\"schemas\"", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData> BindingFaults() => Faults(CaseFile.Read("bindings.txt"));

    private static IEnumerable<TestCaseData> NoFilters() => Faults(FilterCaseTests.Read("filters.txt")).Select(x => Case((string)x.Arguments[0]!));

    private static IEnumerable<TestCaseData> NoPaths() =>
        Faults(FilterCaseTests.Read("paths.txt")).Select(x => Case((string)x.Arguments[0]!, ((string)x.Arguments[1]!)[Fault.Length..]));

    private static IEnumerable<TestCaseData> Faults(IEnumerable<TestCaseData> cases) => cases.Where(x => ((string)x.Arguments[^1]!)[0] == '✗');

    private static TestCaseData Case(params string[] columns) => new TestCaseData([.. columns]).SetArgDisplayNames(columns[0]);

    private static Refusal Refused(string expected)
    {
        var parts = expected[Fault.Length..].Split(": ", 2);
        return new Refusal(400, parts[0], parts[1]);
    }

    private static string Message(Func<object> parse) => Assert.Throws<ScimFilterException>(() => parse())!.Message;

    private Task<ScimAnswer> FindAsync(string filter) => _server.GetAsync($"Users?filter={Uri.EscapeDataString(filter)}");

    private async Task<ScimAnswer> CreateAsync(string document)
    {
        var body = (JsonObject)JsonNode.Parse(document)!;
        body["schemas"] = new JsonArray(SomeTypes.Core);
        body["userName"] ??= Some.Name();
        var created = await _server.PostAsync("Users", body.ToJsonString());
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        _user = created.Id;
        return created;
    }

    /// <summary>The user but for what every one has, in any order: extensions stand behind the core attributes.</summary>
    private static void AssertShown(ScimAnswer answer, string expected)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        var shown = answer.Body;
        var wanted = (JsonObject)JsonNode.Parse(expected.Split(" ignored ")[0])!;
        foreach (var name in (string[])["schemas", "id", "meta"]) shown.Remove(name);
        foreach (var name in (string[])["userName", "active"])
        {
            if (!wanted.ContainsKey(name)) shown.Remove(name);
        }

        Assert.That(JsonNode.DeepEquals(shown, wanted), Is.True, SomeTypes.Print(shown));
    }
}
