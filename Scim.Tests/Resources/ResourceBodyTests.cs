using System.Text.Json.Nodes;
using Scim.Resources;
using Scim.Resources.Bodies;

namespace Scim.Tests.ResourceModel;

/// <summary>The texts of <c>bodies.txt</c> and <c>replacements.txt</c>, and what a body needs beside its attributes.</summary>
public class ResourceBodyTests
{
    private const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";

    [TestCaseSource(typeof(CaseFile), nameof(CaseFile.Read), new object[] { "bodies.txt" })]
    public void A_body_is_read_as_the_case_says(string body, string expected) =>
        Assert.That(Answer(() => ResourceBody.Read(SomeTypes.User, Complete(body))), Is.EqualTo(expected));

    [TestCaseSource(typeof(CaseFile), nameof(CaseFile.Read), new object[] { "replacements.txt" })]
    public void A_user_is_replaced_as_the_case_says(string current, string body, string expected)
    {
        var document = ResourceBody.Read(SomeTypes.User, Complete(current)).Document;
        var before = SomeTypes.Print(document);

        Assert.That(Answer(() => ResourceBody.ReadReplacement(SomeTypes.User, Complete(body), document)), Is.EqualTo(expected));
        Assert.That(SomeTypes.Print(document), Is.EqualTo(before));
    }

    [TestCase("""{"userName":"anna"}""", "The body needs \"schemas\", an array with \"{core}\".")]
    [TestCase("""{"userName":"anna","schemas":[]}""", "The body needs \"schemas\", an array with \"{core}\".")]
    [TestCase("""{"userName":"anna","schemas":null}""", "The body needs \"schemas\", an array with \"{core}\".")]
    [TestCase("""{"userName":"anna","schemas":"{core}"}""", "The body needs \"schemas\", an array with \"{core}\".")]
    [TestCase("""{"userName":"anna","schemas":["{core}",7]}""", "\"schemas\" must be an array of strings.")]
    [TestCase("""{"userName":"anna","schemas":["{core}",null]}""", "\"schemas\" must be an array of strings.")]
    [TestCase("""{"userName":"anna","schemas":["{enterprise}"]}""", "The body of a User needs \"{core}\" in \"schemas\".")]
    [TestCase("""{"userName":"anna","schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]}""", "The body of a User needs \"{core}\" in \"schemas\".")]
    public void A_body_names_its_schemas(string body, string detail) => Assert.That(
        () => ResourceBody.Read(SomeTypes.User, SomeTypes.Body(CaseFile.Expand(body))),
        Throws.TypeOf<ScimException>().With.Message.EqualTo(CaseFile.Expand(detail))
            .And.Property(nameof(ScimException.Type)).EqualTo(ScimErrorType.InvalidSyntax));

    [TestCase("""{"schemas":["{core}"]}""", "{core}")]
    [TestCase("""{"SCHEMAS":["URN:ietf:params:scim:schemas:core:2.0:USER"]}""", "{core}")]
    [TestCase("""{"schemas":["{core}","{core}"]}""", "{core}")]
    [TestCase("""{"schemas":["{core}","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/User"]}""", "{core}")]
    [TestCase("""{"schemas":["{core}","{custom}"]}""", "{core}")]
    [TestCase("""{"schemas":["{core}"],"{enterprise}":{"department":"Sales"}}""", "{core} {enterprise}")]
    [TestCase("""{"schemas":["{enterprise}","{core}"],"{custom}:tag":"x","{enterprise}:department":"Sales"}""", "{core} {enterprise} {custom}")]
    public void Schemas_follow_from_the_document(string json, string expected)
    {
        var body = SomeTypes.Body(CaseFile.Expand(json));
        body["userName"] = "anna";
        var draft = ResourceBody.Read(SomeTypes.User, body);

        Assert.That(draft.Ignored, Is.Empty);
        Assert.That(string.Join(' ', draft.Document["schemas"]!.AsArray()), Is.EqualTo(CaseFile.Expand(expected)));
    }

    [TestCase("""{"members":[{"value":"a"},{"value":"b","type":"User","$ref":"x"}]}""", "a b")]
    [TestCase("""{"members":"a"}""", "a")]
    [TestCase("""{"members":["a","a"]}""", "a")]
    [TestCase("""{"MEMBERS":{"VALUE":"a"}}""", "a")]
    [TestCase("""{"members":[]}""", "")]
    [TestCase("""{"members":null}""", "")]
    [TestCase("{}", "")]
    public void Members_are_no_part_of_the_document(string body, string ids)
    {
        var draft = ResourceBody.Read(SomeTypes.Group, GroupBody(body));

        Assert.That(SomeTypes.Print(draft.Document), Is.EqualTo($$"""{"schemas":["{{Group}}"],"displayName":"Staff"}"""));
        Assert.That(string.Join(' ', draft.Members.Added), Is.EqualTo(ids));
        Assert.That(draft.Members.Clear, Is.False);
    }

    [TestCase("""{"members":[{"value":"a"}]}""", "a")]
    [TestCase("{}", "")]
    public void A_replaced_group_has_the_members_of_the_body_alone(string body, string ids)
    {
        var draft = ResourceBody.ReadReplacement(SomeTypes.Group, GroupBody(body), GroupBody("{}"));

        Assert.That(draft.Members.Clear, Is.True);
        Assert.That(string.Join(' ', draft.Members.Added), Is.EqualTo(ids));
    }

    [Test]
    public void A_required_extension_must_be_there()
    {
        var body = SomeTypes.Body("""{"schemas":["urn:example:core:1.0:Badge"],"title":"Door"}""");

        Assert.That(
            () => ResourceBody.Read(SomeTypes.Badge, body),
            Throws.TypeOf<ScimException>().With.Message.EqualTo("urn:example:extension:1.0:Access is required."));
    }

    [TestCase("userName")]
    [TestCase("externalId")]
    [TestCase("displayName")]
    public void Text_that_becomes_a_key_has_a_limit(string name)
    {
        Assert.That(() => Read(new string('x', 512)), Throws.Nothing);
        Assert.That(
            () => Read(new string('x', 513)),
            Throws.TypeOf<ScimException>().With.Message.EqualTo($"{name} takes at most 512 characters, not 513."));

        void Read(string text) => ResourceBody.Read(SomeTypes.User, Complete($$"""{"{{name}}":"{{text}}"}"""));
    }

    [TestCase("userName", 'ﷺ')]
    [TestCase("displayName", '㎯')]
    [TestCase("externalId", '\ufb2c')]
    public void The_limit_of_a_key_holds_for_what_is_compared(string name, char expands) => Assert.That(
        () => ResourceBody.Read(SomeTypes.User, Complete($$"""{"{{name}}":"{{new string(expands, 500)}}"}""")),
        Throws.TypeOf<ScimException>().With.Message.StartsWith($"{name} takes at most 512 characters, not "));

    private static string Answer(Func<ResourceDraft> read)
    {
        try
        {
            var draft = read();
            DocumentRules.Check(SomeTypes.User, draft.Document);
            return Print(draft);
        }
        catch (ScimException fault)
        {
            return PatchText.Print(fault);
        }
    }

    private static string Print(ResourceDraft draft)
    {
        var shown = (JsonObject)draft.Document.DeepClone();
        shown.Remove("schemas");
        if (shown["userName"]?.GetValue<string>() == "anna") shown.Remove("userName");
        if (shown["active"]!.GetValue<bool>()) shown.Remove("active");
        return SomeTypes.Print(shown) + (draft.Ignored.Count == 0 ? "" : " ignored " + string.Join(", ", draft.Ignored));
    }

    private static JsonObject Complete(string json)
    {
        var body = SomeTypes.Body(json);
        body["schemas"] = new JsonArray(SomeTypes.Core);
        if (!body.Any(x => x.Key.EndsWith("userName", StringComparison.OrdinalIgnoreCase))) body["userName"] = "anna";
        return body;
    }

    private static JsonObject GroupBody(string json)
    {
        var body = SomeTypes.Body(json);
        body["schemas"] = new JsonArray(Group);
        body["displayName"] = "Staff";
        return body;
    }
}
