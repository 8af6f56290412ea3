using System.Text.Json.Nodes;
using Scim.Resources.Operations;
using Scim.Resources.Schemas;
using Scim.Storage.Logging;
using Scim.Tests.Api;
using Scim.Tests.Schemas;

namespace Scim.Tests.Storage.Logging;

public class LoggedValuesTests
{
    private static readonly AttributeChange[] Changes =
    [
        new("userName", "anna@x.org"),
        new("active", false),
        new("displayName", "Anna"),
        new("name.familyName", "Arendt"),
        new("roles", JsonNode.Parse("""[{"value":"Editor"}]""")),
        new("title", null),
        new("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "Ops"),
    ];

    [TestCase(LoggedValues.Default, """{"active":false,"roles":[{"value":"Editor"}]}""")]
    [TestCase("", null)]
    [TestCase(" ACTIVE ,", """{"active":false}""")]
    [TestCase("title", """{"title":null}""")]
    [TestCase("name", """{"name.familyName":"Arendt"}""")]
    [TestCase("name.familyName", """{"name.familyName":"Arendt"}""")]
    [TestCase("name.givenName", null)]
    [TestCase("department", null)]
    [TestCase("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"Ops"}""")]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:User:displayName", """{"displayName":"Anna"}""")]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:Group:displayName", null)]
    public void Holds_the_values_of_the_attributes_named(string names, string? expected) =>
        Assert.That(new LoggedValues(names).Of(SomeSchemas.BuiltIn.FindType("User")!, Changes), Is.EqualTo(expected));

    [Test]
    public void Holds_the_names_of_groups_by_default() => Assert.That(
        new LoggedValues(LoggedValues.Default).Of(SomeSchemas.BuiltIn.FindType("Group")!, [new("displayName", "Ops"), new("externalId", "x")]),
        Is.EqualTo("""{"displayName":"Ops"}"""));

    [Test]
    public void Holds_all_where_it_is_to() =>
        Assert.That(new LoggedValues("*").Of(SomeSchemas.BuiltIn.FindType("User")!, Changes), Does.Contain("anna@x.org").And.Contain("department"));

    [TestCase("The body needs \"schemas\", an array with \"urn:ietf:params:scim:schemas:core:2.0:User\".", "The body needs \"schemas\", an array with \"urn:ietf:params:scim:schemas:core:2.0:User\".")]
    [TestCase("\"Arendt\" is no number.", "... is no number.")]
    [TestCase("User with email 'anna' or username 'bob' already exists; the client's fault", "User with email ... or username ... already exists; the client's fault")]
    [TestCase("It was cut off: \"Arendt, Hannah and many mo...", "It was cut off: ...")]
    [TestCase("No resource has the id of any of these members: anna@x.org, bob.", "No resource has the id of any of these members: ... ....")]
    [TestCase("There is no User with the id Lovelace.", "There is no User with the id ....")]
    [TestCase("Bobby is no bob.", "Bobby is no ....")]
    [TestCase("userName is required.", "userName is required.")]
    public void A_reason_is_told_without_what_was_sent(string reason, string expected)
    {
        string[] sent = ["bob", "lovelace", "x"];
        Assert.That(new LoggedValues(LoggedValues.Default).Reason(reason, sent), Is.EqualTo(expected));
        Assert.That(new LoggedValues("*").Reason(reason, sent), Is.EqualTo(reason));
    }

    [Test]
    public void What_is_never_returned_is_not_held_whatever_is_configured()
    {
        var type = SchemaCatalogue.Load(ScimServer.CustomSchemas).FindType("User")!;
        var secret = type.Extensions.SelectMany(x => x.Schema.Attributes.Where(y => y.Returned == Returned.Never).Select(y => $"{x.Schema.Id}:{y.Name}")).First();
        Assert.That(new LoggedValues($"*, {secret}").Of(type, [new(secret, "4711"), new("active", true)]), Is.EqualTo("""{"active":true}"""));
    }
}
