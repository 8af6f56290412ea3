using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

public class SchemaCatalogueTests
{
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private const string EnterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    [TestCase(null)]
    [TestCase("")]
    public void Knows_users_and_groups_without_a_folder(string? folder)
    {
        var types = SchemaCatalogue.Load(folder).ResourceTypes;

        Assert.That(
            types.Select(x => $"{x.Name} {x.Endpoint} {x.Schema.Id}"),
            Is.EqualTo(new[] { $"User /Users {User}", $"Group /Groups {Group}" }));
        Assert.That(
            types.SelectMany(x => x.Extensions, (x, e) => $"{x.Name} {e.Schema.Id} {e.Required}"),
            Is.EqualTo(new[] { $"User {EnterpriseUser} False" }));
    }

    [Test]
    public void Shows_the_schemas_of_resources_before_those_of_discovery() =>
        Assert.That(
            SchemaCatalogue.Load(null).Schemas.Select(x => x.Name),
            Is.EqualTo(new[] { "User", "Group", "EnterpriseUser", "ServiceProviderConfig", "ResourceType", "Schema" }));

    [TestCase(User)]
    [TestCase("URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER")]
    public void Finds_a_schema_by_its_urn_in_any_case(string urn) =>
        Assert.That(SchemaCatalogue.Load(null).FindSchema(urn)?.Id, Is.EqualTo(User));

    [Test]
    public void Finds_nothing_by_an_unknown_urn() =>
        Assert.That(SchemaCatalogue.Load(null).FindSchema("urn:example:unknown"), Is.Null);

    [Test]
    public void Finds_a_type_by_its_exact_name()
    {
        var catalogue = SchemaCatalogue.Load(null);

        Assert.That(catalogue.FindType("Group")?.Endpoint, Is.EqualTo("/Groups"));
        Assert.That(catalogue.FindType("group"), Is.Null);
    }
}
