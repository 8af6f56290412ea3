using System.Buffers;
using System.Text;
using System.Text.Json;
using Scim.Resources;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Tests.Schemas;

namespace Scim.Tests.ResourceModel;

/// <summary>
/// The texts of <c>projections.txt</c>. There <c>#</c> stands for <c>schemas</c>, and <c>@</c> for what else is always returned of the user, at the end.
/// </summary>
public class ProjectionTests
{
    private const string Id = "01980000-0000-7000-8000-000000000001";

    private const string Document = """
        {"schemas":["{core}","{enterprise}","{custom}"],"userName":"ada","name":{"givenName":"Ada","familyName":"King"},
        "emails":[{"value":"a@x","type":"work","primary":true},{"value":"b@x"}],
        "{enterprise}":{"department":"Sales","manager":{"value":"7","$ref":"../Users/7"}},
        "{custom}":{"tags":["a","b"],"pin":"1234","memo":"M","motto":"Dare","badges":[{"value":"1","type":"door","secret":"s","memo":"m"},{"secret":"s"}],
        "seeds":[{"value":"seed"}],"courses":[{"name":"Go","grade":1.5}],"crest":{"colour":"red","animal":"owl"}}}
        """;

    private const string Meta = """
        {"resourceType":"User","created":"2026-01-31T09:30:00.123Z","lastModified":"2026-01-31T10:30:00.456Z",
        "location":"https://h/scim/Users/01980000-0000-7000-8000-000000000001","version":"W/\"3\""}
        """;

    private const string Always = $$$""","{custom}":{"motto":"Dare","crest":{"colour":"red","animal":"owl"}},"id":"{{{Id}}}" """;

    private const string Group = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff"}""";
    private const string Members = """[{"value":"7","$ref":"x","display":"Ada","type":"User"},{"value":"8"}]""";

    private static ResourceType PlainUser => SomeSchemas.BuiltIn.FindType("User")!;

    [TestCaseSource(typeof(CaseFile), nameof(CaseFile.Read), new object[] { "projections.txt" })]
    public void A_user_is_shown_as_the_case_says(string attributes, string excluded, string expected)
    {
        var user = Resource(SomeTypes.User, Expand(Document)) with { Groups = [new GroupReference("8", SomeTypes.Group, "Staff", IsDirect: true)] };

        Assert.That(Answer(user, attributes, excluded), Is.EqualTo(Expand(expected)));
    }

    [TestCase("", "", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff",@,"members":#}""")]
    [TestCase("", "members", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff",@}""")]
    [TestCase("", "MEMBERS,groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff",@}""")]
    [TestCase("", "members.display", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff",@,"members":[{"value":"7","$ref":"x","type":"User"},{"value":"8"}]}""")]
    [TestCase("members", "", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],@,"members":#}""")]
    [TestCase("members.value", "", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],@,"members":[{"value":"7"},{"value":"8"}]}""")]
    [TestCase("members.display", "", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],@,"members":[{"display":"Ada"}]}""")]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:Group:members.value", "", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],@,"members":[{"value":"7"},{"value":"8"}]}""")]
    [TestCase("displayName", "", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff",@}""")]
    public void A_group_shows_the_members_that_are_asked_for(string attributes, string excluded, string expected)
    {
        var group = Resource(SomeTypes.Group, Group) with { Members = Utf8(Members) };
        var shown = Answer(group, attributes, excluded == "" ? "" : excluded + ",meta").Replace("\"meta\":", "", StringComparison.Ordinal);
        if (attributes == "" && excluded == "") shown = shown[..shown.LastIndexOf(",{\"resourceType\"", StringComparison.Ordinal)] + "}";

        Assert.That(shown, Is.EqualTo(expected.Replace("@", $"\"id\":\"{Id}\"", StringComparison.Ordinal).Replace("#", Members, StringComparison.Ordinal)));
    }

    [TestCase("", "", true)]
    [TestCase("", "members", false)]
    [TestCase("", "members.display", true)]
    [TestCase("", "members.display,members.value,members.type,members.$ref", false)]
    [TestCase("displayName", "", false)]
    [TestCase("members.value", "", true)]
    public void Members_are_read_only_where_they_are_shown(string attributes, string excluded, bool expected) =>
        Assert.That(Projection.Parse(SomeTypes.Group, [attributes], [excluded]).ShowsMembers, Is.EqualTo(expected));

    [Test]
    public void A_parameter_that_is_repeated_means_all_its_names()
    {
        var projection = Projection.Parse(SomeTypes.User, ["userName", "name.givenName,title"], []);

        Assert.That(Write(Resource(PlainUser, """{"schemas":[],"userName":"ada","title":"Boss","nickName":"An"}"""), projection), Does.Contain("ada").And.Contain("Boss").And.Not.Contain("An"));
        Assert.That(projection.IsExplicit, Is.True);
    }

    [TestCase("")]
    [TestCase("groups")]
    [TestCase("members,groups")]
    public void The_stored_bytes_go_out_as_they_are(string excluded)
    {
        const string document = """{"schemas" : [ ],  "userName":"\u0061da","title":"é 😀 <>&' \u2028","x":1.50}""";

        var shown = Answer(Resource(PlainUser, document), "", excluded);

        Assert.That(shown, Does.StartWith(document[..^1] + $",\"id\":\"{Id}\",\"meta\":{{\"resourceType\":\"User\","));
        Assert.That(() => JsonDocument.Parse(shown), Throws.Nothing);
    }

    [TestCase("title", "")]
    [TestCase("", "title")]
    public void Text_stays_readable_where_the_document_is_rewritten(string attributes, string excluded)
    {
        var shown = Answer(Resource(PlainUser, """{"schemas":[],"userName":"é","title":"é 李 <>&'"}"""), attributes, excluded);

        Assert.That(shown, Does.Contain(attributes == "" ? "\"userName\":\"é\"" : "\"title\":\"é 李 <>&'\""));
    }

    [Test]
    public void An_empty_document_is_written_as_JSON() =>
        Assert.That(Answer(Resource(PlainUser, "{}"), "", "meta"), Is.EqualTo($$"""{"id":"{{Id}}"}"""));

    [TestCase("https://h/scim", "https://h/scim/Users/" + Id)]
    [TestCase("https://h/scim/v2", "https://h/scim/v2/Users/" + Id)]
    public void The_location_has_the_base_that_was_called(string baseUri, string expected) =>
        Assert.That(Resource(PlainUser, "{}").Location(baseUri), Is.EqualTo(expected));

    private static Resource Resource(ResourceType type, string document) => new()
    {
        Type = type,
        Id = Guid.Parse(Id),
        Version = 3,
        Created = new DateTimeOffset(2026, 1, 31, 9, 30, 0, 123, TimeSpan.Zero),
        LastModified = new DateTimeOffset(2026, 1, 31, 11, 30, 0, 456, TimeSpan.FromHours(1)),
        Document = Utf8(document),
    };

    private static string Answer(Resource resource, string attributes, string excluded)
    {
        try
        {
            return Write(resource, Projection.Parse(resource.Type, [attributes], [excluded]));
        }
        catch (ScimException fault)
        {
            return PatchText.Print(fault);
        }
    }

    private static string Write(Resource resource, Projection projection)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, ResourceWriter.Options);
        ResourceWriter.Write(json, buffer, resource, projection, "https://h/scim");
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Expand(string text) => CaseFile.Expand(text
            .ReplaceLineEndings("")
            .Replace("{#", """{"schemas":["{core}","{enterprise}","{custom}"]""", StringComparison.Ordinal)
            .Replace(",@", Always.TrimEnd(), StringComparison.Ordinal)
            .Replace("{meta}", Meta.ReplaceLineEndings(""), StringComparison.Ordinal));
}
