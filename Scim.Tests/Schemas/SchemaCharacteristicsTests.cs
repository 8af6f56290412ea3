using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

/// <summary>RFC 7643 section 8.7.1 with its verified errata, and what this service decided beyond it.</summary>
public class SchemaCharacteristicsTests
{
    // name, type, multiValued, required, caseExact, mutability, returned, uniqueness, shown by /Schemas or hidden,
    // canonical values or reference types
    private const string User = """
        userName                 string    -     required -     readWrite default server -      -
        name                     complex   -     -        -     readWrite default -      -      -
        name.formatted           string    -     -        -     readWrite default none   -      -
        name.familyName          string    -     -        -     readWrite default none   -      -
        name.givenName           string    -     -        -     readWrite default none   -      -
        name.middleName          string    -     -        -     readWrite default none   -      -
        name.honorificPrefix     string    -     -        -     readWrite default none   -      -
        name.honorificSuffix     string    -     -        -     readWrite default none   -      -
        displayName              string    -     -        -     readWrite default none   -      -
        nickName                 string    -     -        -     readWrite default none   -      -
        profileUrl               reference -     -        exact readWrite default none   -      external
        title                    string    -     -        -     readWrite default none   -      -
        userType                 string    -     -        -     readWrite default none   -      -
        preferredLanguage        string    -     -        -     readWrite default none   -      -
        locale                   string    -     -        -     readWrite default none   -      -
        timezone                 string    -     -        -     readWrite default none   -      -
        active                   boolean   -     -        -     readWrite default none   -      -
        emails                   complex   multi -        -     readWrite default -      -      -
        emails.value             string    -     -        -     readWrite default none   -      -
        emails.display           string    -     -        -     readWrite default none   hidden -
        emails.type              string    -     -        -     readWrite default none   -      work,home,other
        emails.primary           boolean   -     -        -     readWrite default none   hidden -
        phoneNumbers             complex   multi -        -     readWrite default -      -      -
        phoneNumbers.value       string    -     -        -     readWrite default none   -      -
        phoneNumbers.display     string    -     -        -     readWrite default none   hidden -
        phoneNumbers.type        string    -     -        -     readWrite default none   -      work,home,mobile,fax,pager,other
        phoneNumbers.primary     boolean   -     -        -     readWrite default none   hidden -
        ims                      complex   multi -        -     readWrite default -      -      -
        ims.value                string    -     -        -     readWrite default none   -      -
        ims.display              string    -     -        -     readWrite default none   hidden -
        ims.type                 string    -     -        -     readWrite default none   -      aim,gtalk,icq,xmpp,msn,skype,qq,yahoo,other
        ims.primary              boolean   -     -        -     readWrite default none   hidden -
        photos                   complex   multi -        -     readWrite default -      -      -
        photos.value             reference -     -        exact readWrite default none   -      external
        photos.display           string    -     -        -     readWrite default none   hidden -
        photos.type              string    -     -        -     readWrite default none   -      photo,thumbnail
        photos.primary           boolean   -     -        -     readWrite default none   hidden -
        addresses                complex   multi -        -     readWrite default -      -      -
        addresses.formatted      string    -     -        -     readWrite default none   -      -
        addresses.streetAddress  string    -     -        -     readWrite default none   -      -
        addresses.locality       string    -     -        -     readWrite default none   -      -
        addresses.region         string    -     -        -     readWrite default none   -      -
        addresses.postalCode     string    -     -        -     readWrite default none   -      -
        addresses.country        string    -     -        -     readWrite default none   -      -
        addresses.type           string    -     -        -     readWrite default none   -      work,home,other
        addresses.primary        boolean   -     -        -     readWrite default none   hidden -
        groups                   complex   multi -        -     readOnly  default -      -      -
        groups.value             string    -     -        exact readOnly  default none   -      -
        groups.$ref              reference -     -        exact readOnly  default none   -      Group
        groups.display           string    -     -        -     readOnly  default none   -      -
        groups.type              string    -     -        -     readOnly  default none   -      direct,indirect
        entitlements             complex   multi -        -     readWrite default -      -      -
        entitlements.value       string    -     -        -     readWrite default none   -      -
        entitlements.display     string    -     -        -     readWrite default none   hidden -
        entitlements.type        string    -     -        -     readWrite default none   -      -
        entitlements.primary     boolean   -     -        -     readWrite default none   hidden -
        roles                    complex   multi -        -     readWrite default -      -      -
        roles.value              string    -     -        -     readWrite default none   -      -
        roles.display            string    -     -        -     readWrite default none   -      -
        roles.type               string    -     -        -     readWrite default none   -      -
        roles.primary            boolean   -     -        -     readWrite default none   -      -
        x509Certificates         complex   multi -        -     readWrite default -      -      -
        x509Certificates.value   binary    -     -        exact readWrite default none   -      -
        x509Certificates.display string    -     -        -     readWrite default none   hidden -
        x509Certificates.type    string    -     -        -     readWrite default none   -      -
        x509Certificates.primary boolean   -     -        -     readWrite default none   hidden -
        """;

    private const string Group = """
        displayName     string    -     required -     readWrite default server - -
        members         complex   multi -        -     readWrite default -      - -
        members.value   string    -     -        exact immutable default none   - -
        members.$ref    reference -     -        exact immutable default none   - User,Group
        members.display string    -     -        -     readOnly  default none   - -
        members.type    string    -     -        -     immutable default none   - User,Group
        """;

    private const string EnterpriseUser = """
        employeeNumber      string    - - -     readWrite default none - -
        costCenter          string    - - -     readWrite default none - -
        organization        string    - - -     readWrite default none - -
        division            string    - - -     readWrite default none - -
        department          string    - - -     readWrite default none - -
        manager             complex   - - -     readWrite default -    - -
        manager.value       string    - - exact readWrite default none - -
        manager.$ref        reference - - exact readWrite default none - User
        manager.displayName string    - - -     readOnly  default none - -
        """;

    [TestCase("urn:ietf:params:scim:schemas:core:2.0:User", User)]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:Group", Group)]
    [TestCase("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", EnterpriseUser)]
    public void Has_the_characteristics_of_the_table(string urn, string table)
    {
        var rows = table.Split('\n').Select(x => string.Join(' ', x.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.That(SomeSchemas.Rows(SomeSchemas.BuiltIn.FindSchema(urn)!), Is.EqualTo(rows));
    }

    [TestCase("password")]
    [TestCase("id")]
    [TestCase("externalId")]
    [TestCase("meta")]
    [TestCase("schemas")]
    public void Leaves_an_attribute_out_of_the_user_schema(string name) =>
        Assert.That(SomeSchemas.Find("User", name), Is.Null);

    [Test]
    public void A_groups_displayName_is_required_by_erratum_5368() =>
        Assert.That(SomeSchemas.Find("Group", "displayName")?.Required, Is.True);

    [Test]
    public void A_certificate_is_binary_by_errata_5606_and_8435() =>
        Assert.That(SomeSchemas.Find("User", "x509Certificates.value")?.Type, Is.EqualTo(AttributeType.Binary));

    [Test]
    public void A_schemas_type_may_be_binary_by_errata_5606_and_8435() =>
        Assert.That(SomeSchemas.Find("Schema", "attributes.type")?.CanonicalValues, Does.Contain("binary"));

    [Test]
    public void A_users_groups_refer_to_groups_only_by_erratum_8471() =>
        Assert.That(SomeSchemas.Find("User", "groups.$ref")?.ReferenceTypes, Is.EqualTo(new[] { "Group" }));

    [Test]
    public void A_managers_value_is_case_exact_by_erratum_8472() =>
        Assert.That(SomeSchemas.Find("EnterpriseUser", "manager.value")?.CaseExact, Is.True);

    [TestCase("attributes.referenceTypes")]
    [TestCase("attributes.subAttributes.referenceTypes")]
    public void ReferenceTypes_are_many_by_erratum_5607(string path) =>
        Assert.That(SomeSchemas.Find("Schema", path)?.MultiValued, Is.True);

    [Test]
    public void SchemaExtensions_are_many_by_erratum_7522() =>
        Assert.That(SomeSchemas.Find("ResourceType", "schemaExtensions")?.MultiValued, Is.True);

    [TestCase("name")]
    [TestCase("endpoint")]
    public void A_types_name_and_endpoint_are_its_own_by_erratum_8475(string path) =>
        Assert.That(SomeSchemas.Row(path, SomeSchemas.Find("ResourceType", path)!), Does.Contain(" exact readOnly default server"));

    [Test]
    public void No_complex_attribute_has_case_or_uniqueness_by_erratum_6004() =>
        Assert.That(
            SomeSchemas.BuiltIn.Schemas.SelectMany(SomeSchemas.All).Where(x => x.IsComplex),
            Has.All.Matches<SchemaAttribute>(x => !x.CaseExact && x.Uniqueness == Uniqueness.None));

    [Test]
    public void Only_the_schema_of_schemas_nests_complex_attributes_by_erratum_8415() =>
        Assert.That(
            SomeSchemas.BuiltIn.Schemas.Where(x => x.Attributes.Any(a => a.SubAttributes.Any(s => s.IsComplex))).Select(x => x.Name),
            Is.EqualTo(new[] { "Schema" }));

    [Test]
    public void Every_attribute_is_described() =>
        Assert.That(
            SomeSchemas.BuiltIn.Schemas.SelectMany(SomeSchemas.All).Where(x => x.Description is null).Select(x => x.Name), Is.Empty);

    [Test]
    public void Discovery_is_read_only() =>
        Assert.That(
            new[] { "ServiceProviderConfig", "ResourceType", "Schema" }.SelectMany(x => SomeSchemas.All(SomeSchemas.Named(x))),
            Has.All.Matches<SchemaAttribute>(x => x.Mutability == Mutability.ReadOnly));

    [TestCase("pagination", "complex - -")]
    [TestCase("pagination.cursor", "boolean - required")]
    [TestCase("pagination.index", "boolean - required")]
    [TestCase("pagination.defaultPaginationMethod", "string - -")]
    [TestCase("pagination.defaultPageSize", "integer - -")]
    [TestCase("pagination.maxPageSize", "integer - -")]
    [TestCase("pagination.cursorTimeout", "integer - -")]
    [TestCase("etag.supported", "boolean - required")]
    [TestCase("authenticationSchemes", "complex multi required")]
    [TestCase("authenticationSchemes.type", "string - required")]
    public void The_configuration_has_what_RFC_9865_adds_and_RFC_7643_forgot(string path, string expected) =>
        Assert.That(SomeSchemas.Row(path, SomeSchemas.Find("ServiceProviderConfig", path)!), Does.StartWith($"{path} {expected} "));
}
