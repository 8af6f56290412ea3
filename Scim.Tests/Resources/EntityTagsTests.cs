using Scim.Resources;
using Scim.Resources.Representation;

namespace Scim.Tests.Resources;

public class EntityTagsTests
{
    [TestCase("""W/"3" """, "3")]
    [TestCase(""" "3" """, "3")]
    [TestCase("""w/"3" """, "3")]
    [TestCase("3", "3")]
    [TestCase("W/3", "3")]
    [TestCase("""W/"3", W/"12" """, "3 12")]
    [TestCase(""" "3","12",""", "3 12")]
    [TestCase("3, 12", "3 12")]
    [TestCase("""W/"03" """, "")]
    [TestCase("""W/"" """, "")]
    [TestCase("""W/"a,b", "1 2", "-1", "99999999999999999999", W/"3" """, "3")]
    public void Name_versions_in_any_spelling(string text, string versions) =>
        Assert.That(string.Join(' ', EntityTags.Parse(text).Versions!), Is.EqualTo(versions));

    [Test]
    public void A_star_is_any_version() => Assert.That(EntityTags.Parse(" * ").Contains(7), Is.True);

    [Test]
    public void Contain_what_they_name([Values(2, 3, 4)] int version) =>
        Assert.That(EntityTags.Parse("""W/"3", W/"12" """).Contains(version), Is.EqualTo(version == 3));

    [TestCase("")]
    [TestCase(" , ")]
    [TestCase("\"3")]
    [TestCase("W/")]
    [TestCase("3\"")]
    public void What_is_no_list_of_tags_is_refused(string text) =>
        Assert.That(() => EntityTags.Parse(text), Throws.TypeOf<ScimException>().With.Property("Type").EqualTo(ScimErrorType.InvalidValue));

    [TestCase("*")]
    [TestCase("*, W/\"7\"")]
    [TestCase("\"7\", *")]
    public void Name_any_version_by_a_star_wherever_it_stands(string text) => Assert.That(EntityTags.Parse(text).Contains(3), Is.True);
}
