using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

public class CommonAttributesTests
{
    [TestCase("schemas", "reference multi required - readWrite always none - uri")]
    [TestCase("id", "string - - exact readOnly always server - -")]
    [TestCase("externalId", "string - - exact readWrite default none - -")]
    [TestCase("meta", "complex - - - readOnly default - - -")]
    [TestCase("META", "complex - - - readOnly default - - -")]
    public void Have_the_characteristics_of_RFC_7643_section_3(string name, string expected) =>
        Assert.That(SomeSchemas.Row(name, CommonAttributes.Find(name)!), Is.EqualTo($"{name} {expected}"));

    [TestCase("resourceType", "string - - exact readOnly default none - -")]
    [TestCase("created", "datetime - - - readOnly default none - -")]
    [TestCase("lastModified", "datetime - - - readOnly default none - -")]
    [TestCase("location", "reference - - exact readOnly default none - uri")]
    [TestCase("version", "string - - exact readOnly default none - -")]
    public void Meta_has_the_parts_of_RFC_7643_section_3_1(string name, string expected) =>
        Assert.That(SomeSchemas.Row(name, CommonAttributes.Meta.Sub(name)!), Is.EqualTo($"{name} {expected}"));

    [Test]
    public void Are_four() =>
        Assert.That(CommonAttributes.All.Select(x => x.Name), Is.EqualTo(new[] { "schemas", "id", "externalId", "meta" }));

    [Test]
    public void Do_not_hold_what_a_schema_holds() => Assert.That(CommonAttributes.Find("userName"), Is.Null);
}
