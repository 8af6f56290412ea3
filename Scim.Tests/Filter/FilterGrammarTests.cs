using Scim.Filter;

namespace Scim.Tests.Filter;

public class FilterGrammarTests
{
    [TestCase("""userName eq "bjensen" """, """(eq userName "bjensen")""")]
    [TestCase("""name.familyName co "O'Malley" """, """(co name.familyName "O'Malley")""")]
    [TestCase("""userName sw "J" """, """(sw userName "J")""")]
    [TestCase("""urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J" """, """(sw urn:ietf:params:scim:schemas:core:2.0:User:userName "J")""")]
    [TestCase("title pr", "(pr title)")]
    [TestCase("""meta.lastModified gt "2011-05-13T04:42:34Z" """, """(gt meta.lastModified "2011-05-13T04:42:34Z")""")]
    [TestCase("""meta.lastModified ge "2011-05-13T04:42:34Z" """, """(ge meta.lastModified "2011-05-13T04:42:34Z")""")]
    [TestCase("""meta.lastModified lt "2011-05-13T04:42:34Z" """, """(lt meta.lastModified "2011-05-13T04:42:34Z")""")]
    [TestCase("""meta.lastModified le "2011-05-13T04:42:34Z" """, """(le meta.lastModified "2011-05-13T04:42:34Z")""")]
    [TestCase("""title pr and userType eq "Employee" """, """(and (pr title) (eq userType "Employee"))""")]
    [TestCase("""title pr or userType eq "Intern" """, """(or (pr title) (eq userType "Intern"))""")]
    [TestCase(
        """schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" """,
        """(eq schemas "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")""")]
    [TestCase(
        """userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")""",
        """(and (eq userType "Employee") (or (co emails "example.com") (co emails.value "example.org")))""")]
    [TestCase(
        """userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")""",
        """(and (ne userType "Employee") (not (or (co emails "example.com") (co emails.value "example.org"))))""")]
    [TestCase(
        """userType eq "Employee" and (emails.type eq "work")""",
        """(and (eq userType "Employee") (eq emails.type "work"))""")]
    [TestCase(
        """userType eq "Employee" and emails[type eq "work" and value co "@example.com"]""",
        """(and (eq userType "Employee") (element emails (and (eq type "work") (co value "@example.com"))))""")]
    [TestCase(
        """emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]""",
        """(or (element emails (and (eq type "work") (co value "@example.com"))) (element ims (and (eq type "xmpp") (co value "@foo.com"))))""")]
    public void Reads_the_examples_of_RFC_7644_figure_2(string text, string expected) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("a pr or b pr and c pr", "(or (pr a) (and (pr b) (pr c)))")]
    [TestCase("a pr and b pr or c pr", "(or (and (pr a) (pr b)) (pr c))")]
    [TestCase("a pr and b pr or c pr and d pr", "(or (and (pr a) (pr b)) (and (pr c) (pr d)))")]
    [TestCase("not (a pr) and b pr", "(and (not (pr a)) (pr b))")]
    [TestCase("not (a pr) or b pr", "(or (not (pr a)) (pr b))")]
    [TestCase("a pr and not (b pr) and c pr", "(and (pr a) (not (pr b)) (pr c))")]
    [TestCase("x[not (a pr) and b pr or c pr]", "(element x (or (and (not (pr a)) (pr b)) (pr c)))")]
    public void Binds_not_tighter_than_and_and_and_tighter_than_or(string text, string expected) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("(a pr or b pr) and c pr", "(and (or (pr a) (pr b)) (pr c))")]
    [TestCase("not (a pr and b pr or c pr)", "(not (or (and (pr a) (pr b)) (pr c)))")]
    [TestCase("((((a pr))))", "(pr a)")]
    [TestCase("(a pr and b pr) and c pr", "(and (and (pr a) (pr b)) (pr c))")]
    [TestCase("not (not (a pr))", "(not (not (pr a)))")]
    [TestCase("x[a pr and (b pr or not (c pr))]", "(element x (and (pr a) (or (pr b) (not (pr c)))))")]
    public void Keeps_what_parentheses_group(string text, string expected) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo(expected));

    [Test]
    public void Makes_one_node_of_a_chain_and_keeps_its_order() =>
        Assert.That(
            ScimFilter.Parse("a pr and b pr and c pr and d pr").ToString(),
            Is.EqualTo("(and (pr a) (pr b) (pr c) (pr d))"));

    [TestCase("USERNAME EQ \"x\" AND NOT (Title PR OR Active Ne TRUE)", "(and (eq USERNAME \"x\") (not (or (pr Title) (ne Active TRUE))))")]
    [TestCase("Emails[Type eQ \"work\"].Value Sw \"a\"", "(element Emails (and (eq Type \"work\") (sw Value \"a\")))")]
    public void Takes_keywords_in_any_case_and_leaves_names_as_they_are(string text, string expected) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase(" \t a  pr\tand \r\n b   eq\t1 ")]
    [TestCase("a pr and(b eq 1)")]
    [TestCase("( a pr )and( b eq 1 )")]
    public void Takes_white_space_anywhere_between_tokens(string text) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo("(and (pr a) (eq b 1))"));

    [TestCase("not(a pr)")]
    [TestCase("not  ( a  pr )")]
    public void Takes_not_with_and_without_space(string text) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo("(not (pr a))"));

    [Test]
    public void Takes_white_space_inside_and_behind_brackets() =>
        Assert.That(
            ScimFilter.Parse("emails [ type eq \"work\" ] .value pr").ToString(),
            Is.EqualTo("(element emails (and (eq type \"work\") (pr value)))"));

    [TestCase("""externalId eq jyoung""", "(eq externalId jyoung)")]
    [TestCase("""userName eq okta.abc@example.com""", "(eq userName okta.abc@example.com)")]
    [TestCase("""userName eq "5cab25f5-3b9d-4c1b-a9a5-0dba57fe5a44" """, """(eq userName "5cab25f5-3b9d-4c1b-a9a5-0dba57fe5a44")""")]
    [TestCase(
        """id eq "a1" and manager eq "b2" """,
        """(and (eq id "a1") (eq manager "b2"))""")]
    [TestCase(
        """emails[type eq "work"].value eq "anna@contoso.com" """,
        """(element emails (and (eq type "work") (eq value "anna@contoso.com")))""")]
    [TestCase(
        """emails[type eq "other"].Value eq "anna@contoso.com" """,
        """(element emails (and (eq type "other") (eq Value "anna@contoso.com")))""")]
    [TestCase(
        """urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "701984" """,
        """(eq urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber "701984")""")]
    [TestCase(
        "name.FamilyName eq Employee and (emails.Value co example.com or emails.Value co example.org)",
        "(and (eq name.FamilyName Employee) (or (co emails.Value example.com) (co emails.Value example.org)))")]
    [TestCase("meta.Created gt 2011-05-13T04:42:34Z", "(gt meta.Created 2011-05-13T04:42:34Z)")]
    public void Reads_what_Entra_and_Okta_send(string text, string expected) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("""x[a eq 1].b eq 2""", "(element x (and (eq a 1) (eq b 2)))")]
    [TestCase("""x[a eq 1].b pr""", "(element x (and (eq a 1) (pr b)))")]
    [TestCase("""x[a eq 1 and c pr].b eq 2""", "(element x (and (eq a 1) (pr c) (eq b 2)))")]
    [TestCase("""x[a eq 1 or c pr].b eq 2""", "(element x (and (or (eq a 1) (pr c)) (eq b 2)))")]
    [TestCase("""x[not (a eq 1)].b eq 2""", "(element x (and (not (eq a 1)) (eq b 2)))")]
    [TestCase("""x[a eq 1].b eq 2 or y[c pr].d pr""", "(or (element x (and (eq a 1) (eq b 2))) (element y (and (pr c) (pr d))))")]
    [TestCase("""not (x[a eq 1].b eq 2)""", "(not (element x (and (eq a 1) (eq b 2))))")]
    public void Moves_a_comparison_behind_brackets_inside_them(string text, string expected) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("title eq or", "(eq title or)")]
    [TestCase("title eq pr or title eq eq", "(or (eq title pr) (eq title eq))")]
    [TestCase("title eq not and title pr", "(and (eq title not) (pr title))")]
    [TestCase("co eq \"de\" and pr pr", "(and (eq co \"de\") (pr pr))")]
    [TestCase("true eq true or null eq null", "(or (eq true true) (eq null null))")]
    public void Reads_a_word_by_its_place(string text, string expected) =>
        Assert.That(ScimFilter.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("eq", ComparisonOperator.Eq)]
    [TestCase("ne", ComparisonOperator.Ne)]
    [TestCase("co", ComparisonOperator.Co)]
    [TestCase("sw", ComparisonOperator.Sw)]
    [TestCase("ew", ComparisonOperator.Ew)]
    [TestCase("gt", ComparisonOperator.Gt)]
    [TestCase("ge", ComparisonOperator.Ge)]
    [TestCase("lt", ComparisonOperator.Lt)]
    [TestCase("le", ComparisonOperator.Le)]
    public void Knows_every_operator(string text, ComparisonOperator expected) =>
        Assert.That(
            ScimFilter.Parse($"a {text} 1"),
            Is.EqualTo(new Comparison(new AttributePath(null, "a", null), expected, new NumberLiteral("1"))));

    [Test]
    public void Equal_texts_give_equal_trees()
    {
        var tree = ScimFilter.Parse("a pr and (b eq 1 or not (x[c pr and d pr]))");
        var same = ScimFilter.Parse("a PR AND(b EQ 1 OR NOT(x[c PR AND d PR]))");
        var other = ScimFilter.Parse("a pr and (b eq 1 or not (x[c pr and e pr]))");

        Assert.That(same, Is.EqualTo(tree));
        Assert.That(same.GetHashCode(), Is.EqualTo(tree.GetHashCode()));
        Assert.That(other, Is.Not.EqualTo(tree));
    }

    [Test]
    public void A_conjunction_is_no_disjunction() =>
        Assert.That(ScimFilter.Parse("a pr and b pr"), Is.Not.EqualTo(ScimFilter.Parse("a pr or b pr")));
}
