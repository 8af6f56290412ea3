using System.Text.Json.Nodes;
using Scim.Resources;
using Scim.Resources.Patching;

namespace Scim.Tests.ResourceModel;

/// <summary>
/// The texts of <c>patch-groups.txt</c>: the members there are, where the case needs them; the operations; the netted change.
/// Members whose id begins with g are groups.
/// </summary>
public class GroupPatchTests
{
    [TestCaseSource(typeof(CaseFile), nameof(CaseFile.Read), new object[] { "patch-groups.txt" })]
    public void The_members_change_as_the_case_says(string members, string operations, string expected) =>
        Assert.That(Answer(members, operations), Is.EqualTo(expected));

    private static string Answer(string members, string operations)
    {
        try
        {
            var request = PatchRequest.Parse(SomeTypes.Group, PatchText.Body(operations));
            Assert.That(request.NeedsMembers, Is.EqualTo(members != "unread"), "whether the members there are must be read");

            var draft = request.Apply(Stored(), members == "unread" ? null : Members(members));
            if (!request.OnlyMembers) DocumentRules.Check(SomeTypes.Group, draft.Document);
            return Print(draft.Members, draft.Document);
        }
        catch (ScimException fault)
        {
            return PatchText.Print(fault);
        }
    }

    private static JsonObject Stored() => new() { ["schemas"] = new JsonArray(SomeTypes.CoreGroup), ["displayName"] = "Staff" };

    private static List<JsonObject> Members(string ids) => ids.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(id => new JsonObject { ["value"] = id, ["type"] = id[0] == 'g' ? "Group" : "User", ["display"] = id.ToUpperInvariant() })
        .ToList();

    private static string Print(MembershipChange change, JsonObject document)
    {
        IEnumerable<string> parts =
        [
            .. change.Clear ? ["clear"] : Array.Empty<string>(),
            .. change.Removed.Select(id => "-" + id),
            .. change.Added.Select(id => "+" + id),
            .. document["displayName"]?.GetValue<string>() is { } name and not "Staff" ? [$"displayName {name}"] : Array.Empty<string>(),
        ];
        return change.IsEmpty && !parts.Any() ? "nothing" : string.Join(' ', parts);
    }
}
