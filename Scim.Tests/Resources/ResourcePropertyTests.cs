using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Scim.Resources;
using Scim.Resources.Bodies;
using Scim.Resources.Filtering;
using Scim.Resources.Patching;

namespace Scim.Tests.ResourceModel;

/// <summary>Random bodies and operations. A failure prints its seed; <c>WithReplay</c> on the configuration runs it again.</summary>
public class ResourcePropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    [Test]
    public void A_body_is_refused_or_brought_into_normal_form()
    {
        var read = 0;
        Check.One(Thorough, Prop.ForAll(ResourceGen.Bodies.ToArbitrary(), body =>
        {
            if (Try(() => ResourceBody.Read(SomeTypes.User, body)) is not { } draft) return;
            DocumentRules.Check(SomeTypes.User, draft.Document);
            _ = SearchDocument.Of(SomeTypes.User, draft.Document);
            read++;
        }));

        Assert.That(read, Is.GreaterThan(1_000), "bodies that were no error");
    }

    [Test]
    public void A_body_of_random_JSON_is_refused_or_brought_into_normal_form() =>
        Check.One(Thorough, Prop.ForAll(JsonGen.Objects.ToArbitrary(), body =>
        {
            body["schemas"] = new JsonArray(SomeTypes.Core);
            body["userName"] = "anna";
            if (Try(() => ResourceBody.Read(SomeTypes.User, body)) is { } draft) DocumentRules.Check(SomeTypes.User, draft.Document);
        }));

    [Test]
    public void A_document_sent_back_by_PUT_stays_as_it_is() =>
        Check.One(Thorough, Prop.ForAll(ResourceGen.Bodies.ToArbitrary(), body =>
        {
            if (Try(() => ResourceBody.Read(SomeTypes.User, body)) is not { } draft) return;
            var again = ResourceBody.ReadReplacement(SomeTypes.User, draft.Document, draft.Document);
            Assert.That(JsonNode.DeepEquals(again.Document, draft.Document), SomeTypes.Print(draft.Document));
        }));

    [Test]
    public void A_PATCH_is_refused_or_leaves_normal_form_and_never_touches_what_it_is_given()
    {
        var applied = 0;
        Check.One(Thorough.WithMaxTest(6_000), Prop.ForAll(ResourceGen.Bodies.Zip(ResourceGen.Operations).ToArbitrary(), sample =>
        {
            var (body, operations) = sample;
            if (Try(() => ResourceBody.Read(SomeTypes.User, body)) is not { Document: var document }) return;
            var before = SomeTypes.Print(document);

            var draft = Try(() => PatchRequest.Parse(SomeTypes.User, PatchText.Body(operations)).Apply(document));

            Assert.That(SomeTypes.Print(document), Is.EqualTo(before));
            if (draft is null) return;
            DocumentRules.Check(SomeTypes.User, draft.Document);
            applied++;
        }));

        Assert.That(applied, Is.GreaterThan(1_000), "operations that were no error");
    }

    [Test]
    public void Replacing_what_was_just_replaced_changes_nothing() =>
        Check.One(Thorough, Prop.ForAll(ResourceGen.Bodies.Zip(ResourceGen.Operations).ToArbitrary(), sample =>
        {
            var (body, operations) = sample;
            // What no longer matches its filter is made anew.
            if (Regex.IsMatch(operations, @"\[[A-Za-z$]+ ")) return;
            var replacement = "replace" + operations.Split(" ;; ")[0][operations.IndexOf(' ', StringComparison.Ordinal)..];
            if (Try(() => ResourceBody.Read(SomeTypes.User, body)) is not { Document: var document }) return;
            if (Try(() => PatchRequest.Parse(SomeTypes.User, PatchText.Body(replacement))) is not { } request) return;
            if (Try(() => request.Apply(document)) is not { } first || Try(() => request.Apply(first.Document)) is not { } second) return;

            Assert.That(JsonNode.DeepEquals(second.Document, first.Document), $"{replacement}: {SomeTypes.Print(first.Document)}");
        }));

    [Test]
    public void As_many_emails_as_there_may_be_are_read_changed_and_removed()
    {
        var emails = string.Join(',', Enumerable.Range(0, AttributeNormaliser.MaxElements).Select(x => $$"""{"value":"{{x}}@x","type":"work"}"""));
        var user = ResourceBody.Read(SomeTypes.User, SomeTypes.Body($$"""{"schemas":["{{SomeTypes.Core}}"],"userName":"anna","emails":[{{emails}}]}""")).Document;

        Assert.That(Emails(user), Is.EqualTo(AttributeNormaliser.MaxElements));
        Assert.That(Emails(Patch($"add emails = [{emails}]")), Is.EqualTo(AttributeNormaliser.MaxElements));
        Assert.That(Emails(Patch($"remove emails = [{emails}]")), Is.Zero);
        Assert.That(Emails(Patch("remove emails[type eq \"work\"]")), Is.Zero);
        Assert.That(Emails(Patch("replace emails[type eq \"work\"].display = \"x\"")), Is.EqualTo(AttributeNormaliser.MaxElements));

        Assert.That(() => Patch("add emails = [{\"value\":\"one too many\"}]"), Throws.TypeOf<ScimException>().With.Message.EqualTo("emails takes at most 1000 values, not 1001."));
        Assert.That(() => Patch("add emails[type eq \"other\"].value = \"x\""), Throws.TypeOf<ScimException>().With.Message.EqualTo("emails takes at most 1000 values, not 1001."));

        JsonObject Patch(string operation) => PatchRequest.Parse(SomeTypes.User, PatchText.Body(operation)).Apply(user).Document;

        static int Emails(JsonObject document) => (document["emails"] as JsonArray)?.Count ?? 0;
    }

    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ScimException)
        {
            return null;
        }
    }
}
