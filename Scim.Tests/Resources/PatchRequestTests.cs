using Scim.Resources;
using Scim.Resources.Patching;
using Scim.Resources.Schemas;

namespace Scim.Tests.ResourceModel;

/// <summary>The envelope of a PATCH.</summary>
public class PatchRequestTests
{
    private const string PatchOp = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"]";

    [TestCase("{}", ScimErrorType.InvalidSyntax, "A PATCH body needs \"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"].")]
    [TestCase("""{"schemas":["{core}"],"Operations":[]}""", ScimErrorType.InvalidSyntax, "A PATCH body needs \"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"].")]
    [TestCase("""{"schemas":[7,null],"Operations":[]}""", ScimErrorType.InvalidSyntax, "A PATCH body needs \"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"].")]
    [TestCase("""{#}""", ScimErrorType.InvalidSyntax, "A PATCH body needs \"Operations\", an array.")]
    [TestCase("""{#,"Operations":{}}""", ScimErrorType.InvalidSyntax, "A PATCH body needs \"Operations\", an array.")]
    [TestCase("""{#,"Operations":null}""", ScimErrorType.InvalidSyntax, "A PATCH body needs \"Operations\", an array.")]
    [TestCase("""{#,"Operations":["add"]}""", ScimErrorType.InvalidSyntax, "Operation 1 must be a JSON object.")]
    [TestCase("""{#,"Operations":[null]}""", ScimErrorType.InvalidSyntax, "Operation 1 must be a JSON object.")]
    [TestCase("""{#,"Operations":[{"path":"title"}]}""", ScimErrorType.InvalidSyntax, "Operation 1 needs an \"op\": add, replace or remove.")]
    [TestCase("""{#,"Operations":[{"op":7,"path":"title"}]}""", ScimErrorType.InvalidSyntax, "Operation 1 needs an \"op\": add, replace or remove.")]
    [TestCase("""{#,"Operations":[{"op":"remove","path":"title"},{"op":"move","path":"title"}]}""", ScimErrorType.InvalidSyntax, "Operation 2: op is add, replace or remove, not move.")]
    [TestCase("""{#,"Operations":[{"op":"add","path":7,"value":1}]}""", ScimErrorType.InvalidPath, "Operation 1: path must be a string.")]
    [TestCase("""{#,"Operations":[{"op":"remove","path":""}]}""", ScimErrorType.NoTarget, "Operation 1: remove needs a \"path\".")]
    [TestCase("""{#,"Operations":[{"op":"remove","path":null}]}""", ScimErrorType.NoTarget, "Operation 1: remove needs a \"path\".")]
    [TestCase("""{#,"Operations":[{"op":"add","path":"title"}]}""", ScimErrorType.InvalidValue, "Operation 1: add needs a \"value\".")]
    [TestCase("""{#,"Operations":[{"op":"add"}]}""", ScimErrorType.InvalidValue, "Operation 1: add needs a \"value\".")]
    [TestCase("""{#,"Operations":[{"op":"add","path":"a b","value":1}]}""", ScimErrorType.InvalidPath, "Syntax error (line 1, column 3): unexpected attribute name `b`, expected end of input.")]
    [TestCase("""{#,"Operations":[{"op":"add","path":" ","value":1}]}""", ScimErrorType.InvalidPath, "The path is empty.")]
    [TestCase("""{#,"Operations":[{"op":"remove","path":"emails["}]}""", ScimErrorType.InvalidPath, "Syntax error: unexpected end of input, expected attribute name, `not` or `(`.")]
    [TestCase("""{#,"Operations":[{"op":"remove","path":"a.b.c"}]}""", ScimErrorType.InvalidPath, "Syntax error (line 1, column 1): unexpected word `a.b.c`, expected attribute name.")]
    public void What_is_no_PatchOp_is_refused(string body, ScimErrorType type, string detail) => Assert.That(
        () => Parse(body),
        Throws.TypeOf<ScimException>().With.Message.EqualTo(detail).And.Property(nameof(ScimException.Type)).EqualTo(type));

    [TestCase("emails[0]")]
    [TestCase("emails[0].value")]
    [TestCase("emails.0")]
    [TestCase("/emails/0")]
    public void An_index_is_no_path(string path) => Assert.That(
        () => Parse($$"""{#,"Operations":[{"op":"remove","path":"{{path}}"}]}"""),
        Throws.TypeOf<ScimException>().With.Property(nameof(ScimException.Type)).AnyOf(ScimErrorType.InvalidPath, ScimErrorType.InvalidFilter));

    [TestCase("""{"SCHEMAS":["URN:ietf:params:scim:api:messages:2.0:patchop"],"operations":[{"OP":"REPLACE","Path":"title","VALUE":"Boss"}]}""")]
    [TestCase("""{#,"Operations":[{"op":"Replace","path":null,"value":{"title":"Boss"}}]}""")]
    [TestCase("""{#,"Operations":[{"op":"Replace","path":"","value":{"title":"Boss"}}]}""")]
    [TestCase("""{"schemas":["urn:example:other","urn:ietf:params:scim:api:messages:2.0:PatchOp"],"id":"7","Operations":[{"name":"replaceTitle","op":"replace","path":"title","value":"Boss"}]}""")]
    public void An_envelope_is_read_in_every_dialect(string body)
    {
        var user = SomeTypes.Body($$"""{"schemas":["{{SomeTypes.Core}}"],"userName":"anna"}""");

        Assert.That(Parse(body).Apply(user).Document["title"]!.GetValue<string>(), Is.EqualTo("Boss"));
    }

    [Test]
    public void Operations_have_a_limit()
    {
        Assert.That(() => ParseGroup(Removals(PatchRequest.MaxOperations)), Throws.Nothing);
        Assert.That(
            () => ParseGroup(Removals(PatchRequest.MaxOperations + 1)),
            Throws.TypeOf<ScimException>().With.Message.EqualTo("A PATCH takes at most 10000 operations, not 10001."));
        Assert.That(() => ParseGroup(Removals(PatchRequest.MaxAttributeOperations, "displayName")), Throws.Nothing);
        Assert.That(
            () => ParseGroup(Removals(PatchRequest.MaxAttributeOperations + 1, "displayName")),
            Throws.TypeOf<ScimException>().With.Message.EqualTo("A PATCH takes at most 1000 operations on attributes other than members, not 1001."));

        const string byType = """members[type eq \"User\"]""";
        Assert.That(() => ParseGroup(Removals(PatchRequest.MaxMemberSelections, byType)), Throws.Nothing);
        Assert.That(
            () => ParseGroup(Removals(PatchRequest.MaxMemberSelections + 1, byType)),
            Throws.TypeOf<ScimException>().With.Message.EqualTo("A PATCH selects members by anything but their value at most 100 times, not 101."));

        static string Removals(int count, string path = "members") =>
            $$"""{#,"Operations":[{{string.Join(',', Enumerable.Repeat($$"""{"op":"remove","path":"{{path}}"}""", count))}}]}""";
    }

    [TestCase("", false)]
    [TestCase("add members = \"a\"", true)]
    [TestCase("add members = \"a\" ;; remove members[value eq \"b\"]", true)]
    [TestCase("add members = \"a\" ;; replace displayName = \"All\"", false)]
    [TestCase("replace = {\"id\":\"7\",\"members\":[]}", true)]
    [TestCase("replace = {\"id\":\"7\"}", false)]
    public void A_request_says_what_it_needs(string operations, bool onlyMembers)
    {
        var request = PatchRequest.Parse(SomeTypes.Group, PatchText.Body(operations));

        Assert.That(request.OnlyMembers, Is.EqualTo(onlyMembers));
    }

    // The others cost no look-up.
    [TestCase("add members = \"a\"", "")]
    [TestCase("add members = \"a\" ;; remove members[value eq \"a\"]", "")]
    [TestCase("remove members[type eq \"User\"] ;; add members = \"a\"", "")]
    [TestCase("remove members = \"a\" ;; remove members[type eq \"User\"]", "")]
    [TestCase("replace displayName = \"a\" ;; remove members[type eq \"User\"]", "")]
    [TestCase("add members = \"a\" ;; remove members[type eq \"User\"] ;; add members = \"b\"", "a")]
    [TestCase("replace = {\"members\":[{\"value\":\"a\"}]} ;; add members[value eq \"b\"] = \"b\" ;; remove members[display pr]", "a b b")]
    public void A_request_says_which_members_to_come_must_be_known(string operations, string ids) =>
        Assert.That(string.Join(' ', PatchRequest.Parse(SomeTypes.Group, PatchText.Body(operations)).MembersToKnow), Is.EqualTo(ids));

    [Test]
    public void A_request_can_be_applied_again_and_again()
    {
        var request = PatchRequest.Parse(SomeTypes.User, PatchText.Body(
            """add emails = [{"value":"b@x","primary":true}] ;; add {enterprise}:manager = "7" ;; replace emails[type eq "work"].value = "c@x" """
                .Replace("{enterprise}", SomeTypes.Enterprise, StringComparison.Ordinal)));
        var user = SomeTypes.Body($$"""{"schemas":["{{SomeTypes.Core}}"],"userName":"anna","emails":[{"value":"a@x"}]}""");

        var first = SomeTypes.Print(request.Apply(user).Document);

        Assert.That(SomeTypes.Print(request.Apply(user).Document), Is.EqualTo(first));
        Assert.That(first, Does.Contain("c@x"));
    }

    [Test]
    public void A_badge_that_lacks_what_was_required_later_can_still_be_changed()
    {
        var badge = SomeTypes.Body("""{"schemas":["urn:example:core:1.0:Badge"],"title":"Door"}""");

        var draft = PatchRequest.Parse(SomeTypes.Badge, PatchText.Body("add colour = \"red\"")).Apply(badge);

        Assert.That(draft.Document["colour"]!.GetValue<string>(), Is.EqualTo("red"));
        Assert.That(
            () => PatchRequest.Parse(SomeTypes.Badge, PatchText.Body("add urn:example:extension:1.0:Access:note = \"x\"")).Apply(badge),
            Throws.TypeOf<ScimException>().With.Message.EqualTo("urn:example:extension:1.0:Access:zone is required."));
    }

    private static PatchRequest Parse(string body) => Parse(SomeTypes.User, body);

    private static PatchRequest ParseGroup(string body) => Parse(SomeTypes.Group, body);

    private static PatchRequest Parse(ResourceType type, string body) =>
        PatchRequest.Parse(type, SomeTypes.Body(CaseFile.Expand(body.Replace("#", PatchOp, StringComparison.Ordinal))));
}
