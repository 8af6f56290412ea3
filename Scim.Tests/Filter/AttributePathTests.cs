using Scim.Filter;

namespace Scim.Tests.Filter;

public class AttributePathTests
{
    [TestCase("userName", null, "userName", null)]
    [TestCase("name.givenName", null, "name", "givenName")]
    [TestCase("$ref", null, "$ref", null)]
    [TestCase("members.$ref", null, "members", "$ref")]
    [TestCase("members.$REF", null, "members", "$REF")]
    [TestCase("a-b_c$1", null, "a-b_c$1", null)]
    [TestCase("urn:extension:attr", "urn:extension", "attr", null)]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:User:userName", "urn:ietf:params:scim:schemas:core:2.0:User", "userName", null)]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", "urn:ietf:params:scim:schemas:core:2.0:User", "name", "givenName")]
    [TestCase("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0", "User", null)]
    [TestCase("urn:example:my-ext:1.0.2:User:a.b", "urn:example:my-ext:1.0.2:User", "a", "b")]
    [TestCase("http://example.com/scim/2.0/Group:tag", "http://example.com/scim/2.0/Group", "tag", null)]
    public void Splits_at_the_last_colon_and_only_then_at_the_dot(string text, string? schema, string name, string? subAttribute)
    {
        var path = new AttributePath(schema, name, subAttribute);

        Assert.That(ScimPath.Parse(text), Is.EqualTo(new PatchPath(path)));
        Assert.That(ScimFilter.Parse(text + " pr"), Is.EqualTo(new Presence(path)));
        Assert.That(path.ToString(), Is.EqualTo(text));
    }

    [TestCase("1st")]
    [TestCase("064869bf-be25-466f-803d-004a0540574b")]
    [TestCase("_a")]
    [TestCase("$a")]
    [TestCase("ä")]
    [TestCase("a.")]
    [TestCase("a..b")]
    [TestCase("a.b.c")]
    [TestCase("a.1")]
    [TestCase("a@b")]
    [TestCase("urn:attr")]
    [TestCase("urn:extension:")]
    [TestCase("urn:extension:.")]
    [TestCase("urn:extension:1")]
    [TestCase(":a")]
    [TestCase("::a")]
    [TestCase("1:b:a")]
    [TestCase("urn:é:a")]
    public void Refuses_what_is_no_name(string text)
    {
        Assert.That(() => ScimPath.Parse(text), Throws.TypeOf<ScimFilterException>());
        Assert.That(() => ScimFilter.Parse(text + " pr"), Throws.TypeOf<ScimFilterException>());
    }
}
