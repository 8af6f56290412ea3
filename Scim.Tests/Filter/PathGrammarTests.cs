using Scim.Filter;

namespace Scim.Tests.Filter;

public class PathGrammarTests
{
    [TestCase("members", "members")]
    [TestCase("name.familyName", "name.familyName")]
    [TestCase("""addresses[type eq "work"]""", """addresses[(eq type "work")]""")]
    [TestCase("""members[value eq "2819c223-7f76-453a-919d-413861904646"]""", """members[(eq value "2819c223-7f76-453a-919d-413861904646")]""")]
    [TestCase(
        """members[value eq "2819c223-7f76-453a-919d-413861904646"].displayName""",
        """members[(eq value "2819c223-7f76-453a-919d-413861904646")].displayName""")]
    public void Reads_the_examples_of_RFC_7644_figure_8(string text, string expected) =>
        Assert.That(ScimPath.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("""emails[type eq "work"].value""", """emails[(eq type "work")].value""")]
    [TestCase("""phoneNumbers[type eq "mobile"].value""", """phoneNumbers[(eq type "mobile")].value""")]
    [TestCase("""roles[primary eq "True"].display""", """roles[(eq primary "True")].display""")]
    [TestCase("""emails[type eq "work" and primary eq true]""", """emails[(and (eq type "work") (eq primary true))]""")]
    [TestCase("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager")]
    [TestCase(
        """urn:example:ext:1.0:User:tags[not (kind pr) or kind ne null].value""",
        """urn:example:ext:1.0:User:tags[(or (not (pr kind)) (ne kind null))].value""")]
    public void Reads_what_Entra_and_Okta_send(string text, string expected) =>
        Assert.That(ScimPath.Parse(text).ToString(), Is.EqualTo(expected));

    [Test]
    public void Keeps_attribute_filter_and_sub_attribute_apart() =>
        Assert.That(
            ScimPath.Parse("urn:a:b:emails[type pr].value"),
            Is.EqualTo(new PatchPath(
                new AttributePath("urn:a:b", "emails", null),
                new Presence(new AttributePath(null, "type", null)),
                "value")));

    [Test]
    public void Takes_white_space_between_tokens() =>
        Assert.That(ScimPath.Parse(" emails [ type  eq\t\"work\" ] .value ").ToString(), Is.EqualTo("emails[(eq type \"work\")].value"));

    [TestCase("eq")]
    [TestCase("pr")]
    [TestCase("co")]
    public void Takes_an_operator_for_a_name(string text) =>
        Assert.That(ScimPath.Parse(text).ToString(), Is.EqualTo(text));

    [TestCase("""emails[type zz "x"]""")]
    [TestCase("""emails[type eq 'x']""")]
    [TestCase("""emails[type eq "x]""")]
    [TestCase("""emails[type eq "\q"]""")]
    [TestCase("""emails[type eq "]\"[" zz]""")]
    [TestCase("""emails[type eq "x" and]""")]
    [TestCase("""emails[(type eq "x"]""")]
    [TestCase("""emails[a[b pr]]""")]
    [TestCase("emails[]")]
    [TestCase("emails[0]")]
    [TestCase("emails[type eq \"\\ud800\"]")]
    public void A_fault_inside_the_brackets_is_the_filters(string text) =>
        Assert.That(() => ScimPath.Parse(text), Throws.TypeOf<ScimFilterException>().With.Property("InFilter").True);

    [TestCase("")]
    [TestCase(" \t")]
    [TestCase(".")]
    [TestCase(".value")]
    [TestCase("a.b.c")]
    [TestCase("and")]
    [TestCase("emails]")]
    [TestCase("emails[")]
    [TestCase("emails[type eq")]
    [TestCase("""emails[type eq "work" """)]
    [TestCase("""emails[type eq "work"].""")]
    [TestCase("""emails[type eq "work"].value.x""")]
    [TestCase("""emails[type eq "]"].value pr""")]
    [TestCase("""emails[type eq "["].value pr""")]
    [TestCase("""emails[type eq "\""].value pr""")]
    [TestCase("""emails[type eq "\\"].value pr""")]
    [TestCase("""emails[type eq "work"].value eq "x" """)]
    [TestCase("""emails[type eq "work"]]""")]
    [TestCase("""emails[type eq "work"][type pr]""")]
    [TestCase("""emails[type eq "work"] and x""")]
    [TestCase("emails.type[value pr]")]
    [TestCase("userName eq \"x\"")]
    [TestCase("(userName)")]
    [TestCase("ema'ils")]
    public void A_fault_outside_the_brackets_is_the_paths(string text) =>
        Assert.That(() => ScimPath.Parse(text), Throws.TypeOf<ScimFilterException>().With.Property("InFilter").False);

    [Test]
    public void Refuses_null() => Assert.That(() => ScimPath.Parse(null!), Throws.ArgumentNullException);
}
