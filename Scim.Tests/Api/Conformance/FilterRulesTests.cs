namespace Scim.Tests.Api.Conformance;

/// <summary>Filters of RFC 7644 section 3.4.2.2 and the names in them, section 3.10.</summary>
public class FilterRulesTests
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";

    private static readonly string[] Ordering = ["gt", "ge", "lt", "le"];
    private static readonly string[] Substring = ["co", "sw", "ew"];

    private readonly Dictionary<string, string> _ids = [];

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));
        await CreateAsync("bjensen", $$"""
            "name": {"familyName": "O'Malley", "givenName": "Barbara"}, "title": "Vice President", "userType": "Employee",
            "emails": [{"type": "work", "value": "b@example.com"}, {"type": "home", "value": "b@home.example"}], "{{Enterprise}}": {"department": "Tours"}
            """);
        await CreateAsync("jsmith", """
            "userType": "Intern", "emails": [{"type": "home", "value": "j@example.org"}], "ims": [{"type": "xmpp", "value": "j@foo.com"}]
            """);
        await CreateAsync("mandy", """
            "userType": "Employee", "emails": [{"type": "work", "value": "m@work.example"}, {"type": "home", "value": "m@example.com"}]
            """);
        await CreateAsync("john", $$""" "externalId": "Ext-J", "{{Custom}}": {"floor": 7, "share": 0.5} """);
        var group = await _server.PostAsync("Groups", Some.Group("Tour Guides", _ids["bjensen"]));
        _ids["group"] = group.Id;
        _ids["ref"] = group.Body["members"]![0]!["$ref"]!.GetValue<string>();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("userName eq \"bjensen\"", "bjensen")]
    [TestCase("name.familyName co \"O'Malley\"", "bjensen")]
    [TestCase("userName sw \"J\"", "jsmith john")]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"J\"", "jsmith john")]
    [TestCase("title pr", "bjensen")]
    [TestCase("meta.lastModified gt \"2011-05-13T04:42:34Z\"", "bjensen jsmith mandy john")]
    [TestCase("meta.lastModified ge \"2011-05-13T04:42:34Z\"", "bjensen jsmith mandy john")]
    [TestCase("meta.lastModified lt \"2011-05-13T04:42:34Z\"", "")]
    [TestCase("meta.lastModified le \"2011-05-13T04:42:34Z\"", "")]
    [TestCase("title pr and userType eq \"Employee\"", "bjensen")]
    [TestCase("title pr or userType eq \"Intern\"", "bjensen jsmith")]
    [TestCase("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", "bjensen")]
    [TestCase("userType eq \"Employee\" and (emails co \"example.com\" or emails.value co \"example.org\")", "bjensen mandy")]
    [TestCase("userType ne \"Employee\" and not (emails co \"example.com\" or emails.value co \"example.org\")", "john")]
    [TestCase("userType eq \"Employee\" and (emails.type eq \"work\")", "bjensen mandy")]
    [TestCase("userType eq \"Employee\" and emails[type eq \"work\" and value co \"@example.com\"]", "bjensen")]
    [TestCase("emails[type eq \"work\" and value co \"@example.com\"] or ims[type eq \"xmpp\" and value co \"@foo.com\"]", "bjensen jsmith")]
    [TestCase("userName Eq \"john\"", "john")]
    [TestCase("Username eq \"john\"", "john")]
    [TestCase("(meta.resourceType eq User) or (meta.resourceType eq Group)", "bjensen jsmith mandy john")]
    [TestCase("userType eq \"Employee\" and (emails co \"example.com\" or\n  emails.value co \"example.org\")", "bjensen mandy")]
    public async Task Every_example_of_the_RFC_is_answered(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("USERNAME EQ \"bjensen\" AND TITLE PR", "bjensen")]
    [TestCase("Emails[TYPE eQ \"work\" And VALUE Co \"@example.com\"]", "bjensen")]
    [TestCase("NOT (userName EQ \"john\") And (title Pr Or userName Sw \"m\")", "bjensen mandy")]
    [TestCase("ACTIVE NE FALSE aNd not(EMAILS Pr)", "john")]
    public async Task Names_and_operators_match_in_any_case(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("userName eq \"john\" or userName eq \"mandy\" and userType eq \"Employee\"", "mandy john")]
    [TestCase("(userName eq \"john\" or userName eq \"mandy\") and userType eq \"Employee\"", "mandy")]
    [TestCase("not (userName eq \"john\") and userType eq \"Employee\"", "bjensen mandy")]
    [TestCase("not (userName eq \"john\" and userType eq \"Employee\")", "bjensen jsmith mandy john")]
    public async Task Parentheses_go_before_not_and_not_before_and_and_and_before_or(string filter, string found) =>
        Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("emails[type eq \"work\" and value co \"home\"]", "")]
    [TestCase("emails.type eq \"work\" and emails.value co \"home\"", "bjensen")]
    [TestCase("emails[type eq \"work\" or (type eq \"home\" and value ew \"@EXAMPLE.org\")]", "bjensen jsmith mandy")]
    [TestCase("emails[not (type eq \"home\")]", "bjensen mandy")]
    [TestCase("emails[type eq \"work\"].value eq \"b@example.com\"", "bjensen")]
    [TestCase("emails[type eq \"home\"].value eq \"b@example.com\"", "")]
    [TestCase("name[familyName eq \"o'malley\" and givenName sw \"barb\"]", "bjensen")]
    public async Task Brackets_hold_for_one_element(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("URN:IETF:params:SCIM:schemas:CORE:2.0:USER:NAME.GIVENNAME eq \"barbara\"", "bjensen")]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\" and value sw \"b\"]", "bjensen")]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:User:externalId eq \"Ext-J\"", "john")]
    [TestCase(Enterprise + ":department eq \"TOURS\"", "bjensen")]
    [TestCase("department eq \"Tours\"", "bjensen")]
    [TestCase(Custom + ":floor eq 7", "john")]
    [TestCase(Custom + ":FLOOR eq 7e0", "john")]
    [TestCase(Custom + ":share eq 0.50", "john")]
    [TestCase(Enterprise + " pr", "bjensen")]
    [TestCase("meta.resourceType eq \"User\" and not (meta.created pr)", "")]
    public async Task Names_may_have_their_URN_in_front(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("id eq \"{john}\"", "john")]
    [TestCase("id eq \"{JOHN}\"", "")]
    [TestCase("externalId eq \"Ext-J\"", "john")]
    [TestCase("externalId eq \"ext-j\"", "")]
    [TestCase("userName eq \"JOHN\"", "john")]
    [TestCase("meta.resourceType eq \"User\" and userName eq \"john\"", "john")]
    [TestCase("meta.resourceType eq \"user\"", "")]
    [TestCase("meta.version eq \"W/\\\"1\\\"\" and userName eq \"john\"", "john")]
    [TestCase("meta.version eq \"w/\\\"1\\\"\"", "")]
    public async Task Text_is_compared_as_caseExact_says(string filter, string found) => Assert.That(await FindAsync(filter), Is.EqualTo(found));

    [TestCase("Groups", "members.$ref eq \"{ref}\"")]
    [TestCase("Groups", "members[$ref eq \"{ref}\" and type eq \"User\"]")]
    [TestCase("Groups", "members.$ref ew \"/Users/{bjensen}\"")]
    [TestCase("Groups", "urn:ietf:params:scim:schemas:core:2.0:Group:members.value eq \"{bjensen}\"")]
    [TestCase("Groups", "meta.location ew \"/Groups/{group}\"")]
    [TestCase("Users", "groups.$ref ew \"/Groups/{group}\"")]
    [TestCase("Users", "meta.location eq \"{ref}\"")]
    public async Task References_can_be_compared(string endpoint, string filter) =>
        Assert.That((await _server.GetAsync($"{endpoint}?filter={Uri.EscapeDataString(Fill(filter))}")).TotalResults, Is.EqualTo(1));

    [Test]
    public async Task Strings_have_the_escapes_of_JSON()
    {
        var created = await _server.PostAsync("Users", Some.User(further: """ "displayName": "a\"b\\c/d\u00e5\ud83d\ude00\n\te" """));
        foreach (var operand in (string[])["""a\"b\\c/d\u00e5\ud83d\ude00\n\te""", """\u0061\u0022b\u005cc\/då😀\u000a\u0009e"""])
        {
            var found = await _server.GetAsync($"Users?filter={Uri.EscapeDataString($"displayName eq \"{operand}\"")}");
            Assert.That(found.Resources.Select(x => x!["id"]!.GetValue<string>()), Is.EqualTo((string[])[created.Id]), found.Text);
        }

        await _server.DeleteAsync($"Users/{created.Id}");
    }

    [Test]
    public async Task An_operand_is_a_value_and_never_part_of_a_statement()
    {
        Assert.That(await FindAsync("userName eq \"x' OR 1=1 --\""), Is.Empty);
        Assert.That(await FindAsync("userName eq \"john' --\""), Is.Empty);
    }

    [Test]
    public async Task A_value_that_the_service_gave_is_compared_like_any_other()
    {
        var created = await _server.PostAsync("Users", Some.User());
        Assert.That(created.Body["active"]!.GetValue<bool>(), Is.True);

        foreach (var filter in (string[])["active eq true", "active pr", "active ne false", "not (active eq false)"])
            Assert.That((await _server.GetAsync($"Users?filter=id eq \"{created.Id}\" and {filter}")).TotalResults, Is.EqualTo(1), filter);
        await _server.DeleteAsync($"Users/{created.Id}");
    }

    [TestCase("userName eq \"nobody\"")]
    [TestCase("no filter at all")]
    public async Task Of_a_single_resource_is_passed_over(string filter)
    {
        var plain = await _server.GetAsync($"Users/{_ids["john"]}");
        var filtered = await _server.GetAsync($"Users/{_ids["john"]}?filter={filter}");
        Assert.That((filtered.Status, filtered.Text), Is.EqualTo((200, plain.Text)));
    }

    [TestCase("userName regex \"x\"", "Syntax error (line 1, column 10): unexpected attribute name `regex`, expected `[`, `pr` or comparison operator.")]
    [TestCase("foo bar", "Syntax error (line 1, column 5): unexpected attribute name `bar`, expected `[`, `pr` or comparison operator.")]
    [TestCase("foo eq 1", "User has no attribute foo.")]
    [TestCase("displayName sw 'Group'", "Syntax error (line 1, column 16): unexpected `'`, expected `\"`.")]
    [TestCase("password eq \"x\"", "User has no attribute password.")]
    public Task Without_meaning_is_refused_with_the_reason(string filter, string detail) => RefusedAsync(filter, detail);

    [Test]
    public Task By_order_of_booleans_and_bytes_is_refused([ValueSource(nameof(Ordering))] string op, [Values("active", "x509Certificates.value")] string attribute) =>
        RefusedAsync($"{attribute} {op} true", $"{attribute} {op} true cannot be compared: an attribute of type {(attribute == "active" ? "boolean" : "binary")} has no operator {op}.");

    [TestCase("active", "boolean")]
    [TestCase(Custom + ":floor", "integer")]
    [TestCase(Custom + ":share", "decimal")]
    [TestCase("meta.created", "dateTime")]
    [TestCase("x509Certificates", "binary")]
    public async Task By_part_of_what_is_no_text_is_refused(string attribute, string type)
    {
        foreach (var op in Substring)
            await RefusedAsync($"{attribute} {op} \"t\"", $"{attribute} {op} \"t\" cannot be compared: an attribute of type {type} has no operator {op}.");
    }

    private Task RefusedAsync(string filter, string detail) => new Refusal(400, "invalidFilter", detail)
        .OfAsync(_server, () => _server.GetAsync($"Users?filter={Uri.EscapeDataString(filter)}"));

    private async Task CreateAsync(string userName, string further)
    {
        var created = await _server.PostAsync("Users", Some.User(userName, further));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        _ids[userName] = created.Id;
    }

    private async Task<string> FindAsync(string filter)
    {
        var found = await _server.GetAsync($"Users?filter={Uri.EscapeDataString(Fill(filter))}");
        Assert.That(found.Status, Is.EqualTo(200), found.Text);
        return string.Join(' ', found.Resources.Select(x => x!["userName"]!.GetValue<string>()));
    }

    private string Fill(string filter) => _ids.Aggregate(filter, (text, x) => text
        .Replace($"{{{x.Key}}}", x.Value, StringComparison.Ordinal).Replace($"{{{x.Key.ToUpperInvariant()}}}", x.Value.ToUpperInvariant(), StringComparison.Ordinal));
}
