using System.Text.Json.Nodes;
using Scim.Resources;
using Scim.Resources.Patching;

namespace Scim.Tests.ResourceModel;

/// <summary>The texts of <c>patch-users.txt</c>. Every user there is called anna, and <c>schemas</c> follows from the document.</summary>
public class UserPatchTests
{
    [TestCaseSource(typeof(CaseFile), nameof(CaseFile.Read), new object[] { "patch-users.txt" })]
    public void A_user_becomes_what_the_case_says(string document, string operations, string expected) =>
        Assert.That(Answer(Stored(document), operations), Is.EqualTo(expected));

    private static string Answer(JsonObject document, string operations)
    {
        var before = SomeTypes.Print(document);
        try
        {
            var draft = PatchRequest.Parse(SomeTypes.User, PatchText.Body(operations)).Apply(document);
            DocumentRules.Check(SomeTypes.User, draft.Document);
            return Print(draft.Document, draft.Ignored);
        }
        catch (ScimException fault)
        {
            return PatchText.Print(fault);
        }
        finally
        {
            Assert.That(SomeTypes.Print(document), Is.EqualTo(before), "the given document stays as it is");
        }
    }

    private static JsonObject Stored(string document)
    {
        var user = new JsonObject { ["schemas"] = new JsonArray(SomeTypes.Core), ["userName"] = "anna" };
        foreach (var (name, value) in SomeTypes.Body(document))
        {
            if (SomeTypes.User.Extensions.Any(x => x.Schema.Id == name)) user["schemas"]!.AsArray().Add(name);
            user[name] = value?.DeepClone();
        }

        return user;
    }

    private static string Print(JsonObject document, IReadOnlyList<string> ignored)
    {
        var shown = (JsonObject)document.DeepClone();
        shown.Remove("schemas");
        if (shown["userName"]?.GetValue<string>() == "anna") shown.Remove("userName");
        return SomeTypes.Print(shown) + (ignored.Count == 0 ? "" : " ignored " + string.Join(", ", ignored));
    }
}
