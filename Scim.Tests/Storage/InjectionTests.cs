using System.Globalization;
using Scim.Filter;
using Scim.Resources;
using Scim.Storage.Reading;

namespace Scim.Tests.Storage;

/// <summary>Nothing of a request becomes SQL text. Statements are compared whole: with a hostile operand and with a tame one.</summary>
public class InjectionTests
{
    // Shorter text makes another statement, without a condition on trigrams.
    private const string Enough = "xxx";

    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Store() => _store = await TestStore.CreateAsync(EverySchema.Catalogue);

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase("User", "userName {0} {1}")]
    [TestCase("User", "externalId {0} {1}")]
    [TestCase("User", "id {0} {1}")]
    [TestCase("User", "displayName {0} {1}")]
    [TestCase("User", "profileUrl {0} {1}")]
    [TestCase("User", "name[familyName {0} {1} and not (givenName {0} {1})]")]
    [TestCase("User", "emails {0} {1}")]
    [TestCase("User", "emails[type {0} {1} or value {0} {1}]")]
    [TestCase("User", "emails[type {0} {1}].display {0} {1}")]
    [TestCase("User", "groups {0} {1}")]
    [TestCase("User", "groups[display {0} {1} and type {0} {1}]")]
    [TestCase("User", "meta.location {0} {1} or meta.version {0} {1} or meta.resourceType {0} {1}")]
    [TestCase("User", "schemas {0} {1}")]
    [TestCase("User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department {0} {1} or manager {0} {1}")]
    [TestCase("User", EverySchema.Extension + ":boxes[labels {0} {1} and code {0} {1}]")]
    [TestCase("Group", "members {0} {1}")]
    [TestCase("Group", "members[display {0} {1} or $ref {0} {1} or type {0} {1}]")]
    public void An_operand_does_not_reach_the_text_of_a_statement(string type, string template)
    {
        foreach (var op in Enum.GetNames<ComparisonOperator>())
        {
            var tame = Texts(type, Filter(template, op, Enough));

            foreach (var hostile in TextGen.Hostile)
                Assert.That(Texts(type, Filter(template, op, hostile + Enough)), Is.EqualTo(tame), $"{op} {hostile}");
        }
    }

    [TestCase("userName; DROP TABLE scim.resource eq \"x\"")]
    [TestCase("\"userName\" eq \"x\"")]
    [TestCase("doc->>'x' eq \"x\"")]
    [TestCase("r.version eq \"x\"")]
    [TestCase("version eq \"x\"")]
    [TestCase("search_text co \"xxx\"")]
    [TestCase("name.$where eq \"x\"")]
    [TestCase("emails[1=1] eq \"x\"")]
    [TestCase("urn:x'y:userName eq \"x\"")]
    [TestCase("tenant eq \"other\"")]
    [TestCase("tenant_id eq \"other\"")]
    public void A_name_that_no_schema_has_is_refused(string filter) =>
        Assert.That(() => _store.Bind("User", filter), Throws.TypeOf<ScimException>().Or.TypeOf<ScimFilterException>());

    [Test]
    public async Task A_name_in_another_spelling_makes_the_same_statement() =>
        Assert.That(
            Texts("User", """URN:IETF:params:scim:schemas:core:2.0:USER:EMAILS.VALUE eq "x" """),
            Is.EqualTo(Texts("User", """emails[value eq "y"]""")));

    [Test]
    public async Task Hostile_values_are_stored_and_found_as_they_are()
    {
        foreach (var hostile in TextGen.Hostile)
        {
            var text = $"{hostile}!";
            var id = await _store.CreateUserAsync(text, $"""
                "externalId": {TestStore.Quote(text)}, "displayName": {TestStore.Quote(text)}, "emails": [{"{"}"value": {TestStore.Quote(text)}{"}"}]
                """);
            var group = await _store.CreateGroupAsync(text, id);

            var shown = TestStore.Json((await _store.FindAsync("User", id))!);
            Assert.That((string?)shown["userName"], Is.EqualTo(text));
            Assert.That((string?)shown["groups"]![0]!["display"], Is.EqualTo(text));
            foreach (var filter in new[] { "userName eq", "externalId eq", "displayName eq", "emails eq", "groups.display eq" })
                Assert.That((await _store.ListAsync("User", $"{filter} {TestStore.Quote(text)}")).Resources.Select(x => x.Id), Is.EqualTo(new[] { id }), filter);

            Assert.That(await _store.DeleteAsync("User", id), Is.True);
            Assert.That(await _store.DeleteAsync("Group", group), Is.True);
        }
    }

    private static string Filter(string template, string op, string operand) =>
        string.Format(CultureInfo.InvariantCulture, template, op, TestStore.Quote(operand));

    private string[] Texts(string type, string filter)
    {
        var query = new ListQuery([new Selection(_store.Type(type), _store.Bind(type, filter))], 10);
        var statements = new ListStatements(query, _store.View(type), "default", "{}");
        return [statements.Probe, statements.Count, statements.Walk];
    }
}
