using Scim.Filter;
using Scim.Resources;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;
using Scim.Resources.Sorting;
using Scim.Tests.Schemas;

namespace Scim.Tests.Resources;

/// <summary>Filters and orders over several types, one of which has names of the others in forms of its own.</summary>
public class SeveralTypesTests
{
    private static readonly IReadOnlyList<ResourceType> Types = Load();

    // User, Group, Thing
    [TestCase("userName eq \"x\"", "(eq userName \"x\") | (nothing) | (nothing)")]
    [TestCase("userName ne \"x\"", "(not (eq userName \"x\")) | (not (nothing)) | (not (nothing))")]
    [TestCase("userName eq null", "(not (pr userName)) | (not (nothing)) | (not (nothing))")]
    [TestCase("userName ne null", "(pr userName) | (nothing) | (nothing)")]
    [TestCase("members pr or userName pr", "(pr userName) | (pr members) | (nothing)")]
    [TestCase("members pr and userName pr", "(nothing) | (nothing) | (nothing)")]
    [TestCase("not (members pr) and id pr", "(pr id) | (and (not (pr members)) (pr id)) | (pr id)")]
    [TestCase("not (userName ne \"x\")", "(not (not (eq userName \"x\"))) | (nothing) | (nothing)")]
    [TestCase("emails[type eq \"work\"]", "(element emails (eq emails.type \"work\")) | (nothing) | (nothing)")]
    [TestCase("active eq true", "(eq active true) | (nothing) | (nothing)")]
    [TestCase("active gt 5", "(nothing) | (nothing) | (gt active 5)")]
    [TestCase("title sw \"x\"", "(sw title \"x\") | (nothing) | (nothing)")]
    [TestCase("name[familyName eq \"x\"]", "(element name (eq name.familyName \"x\")) | (nothing) | (nothing)")]
    [TestCase("shoeSize pr", "(nothing) | (nothing) | (nothing)")]
    public void Each_type_is_asked_for_what_it_has(string filter, string bound) =>
        Assert.That(string.Join(" | ", FilterBinder.BindToAll(Types, ScimFilter.Parse(filter))), Is.EqualTo(bound));

    [TestCase("secret eq \"x\"", "secret is never returned, so it cannot be filtered on.")]
    [TestCase("active co \"t\"", "active co \"t\" cannot be compared: an attribute of type boolean has no operator co.")]
    [TestCase("roles[shoe eq 1]", "roles has no sub-attribute shoe; it has value, display, type, primary.")]
    public void What_no_type_can_be_asked_is_refused(string filter, string message)
    {
        var fault = Assert.Throws<ScimException>(() => FilterBinder.BindToAll(Types, ScimFilter.Parse(filter)))!;

        Assert.That(fault.Type, Is.EqualTo(ScimErrorType.InvalidFilter));
        Assert.That(fault.Message, Is.EqualTo(message));
    }

    [TestCase("title", "title | - | title")]
    [TestCase("name.familyName", "name.familyName | - | -")]
    [TestCase("roles", "roles.value | - | -")]
    [TestCase("displayName", "displayName | displayName | -")]
    public void Types_are_sorted_by_what_they_have(string sortBy, string bound) =>
        Assert.That(string.Join(" | ", SortBinder.BindToAll(Types, sortBy).Select(x => x?.ToString() ?? "-")), Is.EqualTo(bound));

    [TestCase("shoeSize", "Nothing can be sorted by shoeSize: none of User, Group, Thing has such an attribute.")]
    [TestCase("members", "members is a list of other resources, by which none can be sorted.")]
    public void What_no_type_can_be_sorted_by_is_refused(string sortBy, string message) =>
        Assert.That(() => SortBinder.BindToAll(Types, sortBy), Throws.TypeOf<ScimException>().With.Message.EqualTo(message));

    private static IReadOnlyList<ResourceType> Load()
    {
        using var folder = new SchemaFolder(
            ("core.json", """
                {
                  "id": "urn:example:thing:2.0:Thing", "attributes": [
                    { "name": "emails" }, { "name": "name" }, { "name": "active", "type": "integer" }, { "name": "title", "type": "integer" },
                    { "name": "secret", "returned": "never" }, { "name": "roles", "type": "complex", "multiValued": true, "subAttributes": [{ "name": "display" }] }
                  ]
                }
                """),
            ("type.json", """{ "name": "Thing", "endpoint": "/Things", "schema": "urn:example:thing:2.0:Thing" }"""));
        return folder.Load().ResourceTypes;
    }
}
