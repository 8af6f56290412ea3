using System.Text.Json.Nodes;
using Scim.Grafana;
using Scim.Grafana.Mapping;

namespace Scim.Tests.Grafana.Mapping;

public class AccountMappingTests
{
    [TestCase("""{"emails": [{"value": "work@x.org", "type": "work"}], "userName": "ada"}""", "work@x.org")]
    [TestCase("""{"emails": [{"value": "home@x.org", "type": "home", "primary": true}, {"value": "work@x.org", "type": "work"}]}""", "work@x.org")]
    [TestCase("""{"emails": [{"value": "work@x.org", "type": "WORK"}]}""", "work@x.org")]
    [TestCase("""{"emails": [{"value": "one@x.org", "type": "work"}, {"value": "two@x.org", "type": "work"}]}""", "one@x.org")]
    [TestCase("""{"emails": [{"value": "other@x.org"}, {"value": "home@x.org", "type": "home", "primary": true}], "userName": "ada"}""", "home@x.org")]
    [TestCase("""{"emails": [{"value": "home@x.org", "type": "home"}], "userName": "ada"}""", "ada")]
    [TestCase("""{"emails": [{"value": "home@x.org", "type": "home", "primary": false}], "userName": "ada"}""", "ada")]
    [TestCase("""{"emails": [{"value": "home@x.org", "type": "home", "primary": "true"}], "userName": "ada"}""", "ada")]
    [TestCase("""{"emails": [{"type": "work"}, {"value": "home@x.org", "primary": true}]}""", "home@x.org")]
    [TestCase("""{"emails": [{"type": "work", "value": "  "}, {"type": "work", "value": "two@x.org"}]}""", "two@x.org")]
    [TestCase("""{"emails": [{"type": "work", "value": " \tAda.King@X.Org\n"}]}""", "ada.king@x.org")]
    [TestCase("""{"userName": " ADA "}""", "ada")]
    [TestCase("""{"userName": "ÄDÄ@x.org"}""", "ädä@x.org")]
    [TestCase("""{"emails": [], "userName": "ada"}""", "ada")]
    [TestCase("""{"emails": "ada@x.org", "userName": "ada"}""", "ada")]
    [TestCase("""{"emails": {"value": "ada@x.org", "type": "work"}, "userName": "ada"}""", "ada")]
    [TestCase("""{"emails": ["ada@x.org", null, 7, {"value": 7, "type": "work"}, {"value": null, "type": "work"}], "userName": "ada"}""", "ada")]
    [TestCase("""{"emails": [{"value": "ada@x.org", "type": 7}], "userName": "ada"}""", "ada")]
    [TestCase("""{"emails": null, "userName": null}""", "")]
    [TestCase("""{"userName": 7}""", "")]
    [TestCase("""{"userName": "   "}""", "")]
    [TestCase("{}", "")]
    public void The_login_is_the_work_address_or_the_primary_one_or_userName_in_lower_case(string user, string login) =>
        Assert.That(Of(user)!.Login, Is.EqualTo(login));

    [TestCase("""{"displayName": "Ada King", "name": {"formatted": "Countess"}}""", "Ada King")]
    [TestCase("""{"displayName": " Ada \n"}""", "Ada")]
    [TestCase("""{"displayName": "ADA"}""", "ADA")]
    [TestCase("""{"displayName": "  ", "name": {"formatted": "Ada, Countess", "givenName": "Ada", "familyName": "King"}}""", "Ada, Countess")]
    [TestCase("""{"name": {"givenName": " Ada ", "familyName": "King"}}""", "Ada King")]
    [TestCase("""{"name": {"familyName": "King"}}""", "King")]
    [TestCase("""{"name": {"givenName": "Ada", "familyName": " "}}""", "Ada")]
    [TestCase("""{"name": {}}""", "login")]
    [TestCase("""{"name": "Ada"}""", "login")]
    [TestCase("""{"name": {"formatted": 7, "givenName": ["Ada"]}, "displayName": {}}""", "login")]
    [TestCase("""{"displayName": 7}""", "login")]
    [TestCase("{}", "login")]
    public void The_name_is_displayName_or_that_of_the_parts_or_the_login(string user, string name)
    {
        var document = (JsonObject)JsonNode.Parse(user)!;
        document["userName"] = "Login";

        Assert.That(Of(document.ToJsonString())!.Name, Is.EqualTo(name));
    }

    [TestCase("""{"userName": "ada", "active": false}""", false)]
    [TestCase("""{"userName": "ada", "active": true}""", true)]
    [TestCase("""{"userName": "ada", "active": null}""", true)]
    [TestCase("""{"userName": "ada", "active": "false"}""", true)]
    [TestCase("""{"userName": "ada", "active": 0}""", true)]
    [TestCase("""{"userName": "ada"}""", true)]
    public void Just_a_user_who_is_said_to_be_inactive_has_no_account(string user, bool hasAccount) => Assert.That(Of(user), hasAccount ? Is.Not.Null : Is.Null);

    [TestCase("""[{"value": "Admin"}]""", OrganisationRole.Admin)]
    [TestCase("""[{"value": "editor"}]""", OrganisationRole.Editor)]
    [TestCase("""[{"value": " VIEWER "}]""", OrganisationRole.Viewer)]
    [TestCase("""[{"value": "None"}]""", OrganisationRole.None)]
    [TestCase("""[{"value": "3f1c", "display": "Editor"}]""", OrganisationRole.Editor)]
    [TestCase("""[{"display": "Viewer"}]""", OrganisationRole.Viewer)]
    [TestCase("""[{"value": "Viewer", "display": "Admin"}]""", OrganisationRole.Admin)]
    [TestCase("""[{"value": "Editor"}, {"value": "Admin"}, {"value": "Viewer"}]""", OrganisationRole.Admin)]
    [TestCase("""[{"value": "None"}, {"value": "Viewer"}]""", OrganisationRole.Viewer)]
    [TestCase("""[{"value": "Sales"}, {"value": "Viewer"}]""", OrganisationRole.Viewer)]
    [TestCase("""[{"value": "Sales", "type": "Admin"}]""", null)]
    [TestCase("""["Admin"]""", null)]
    [TestCase("""{"value": "Admin"}""", null)]
    [TestCase("\"Admin\"", null)]
    [TestCase("""[{"value": 3}, {"value": true}, {"value": ["Admin"]}, null]""", null)]
    [TestCase("""[{"value": ""}]""", null)]
    [TestCase("[]", null)]
    [TestCase("null", null)]
    public void A_role_is_read_from_the_value_or_the_display_and_the_highest_wins(string roles, OrganisationRole? role) => Assert.That(RoleOf(roles), Is.EqualTo(role));

    [TestCase("""{"id":"1b9a","value":"Editor","displayName":"Editors"}""", OrganisationRole.Editor)]
    [TestCase("""  {"value":" admin "}""", OrganisationRole.Admin)]
    [TestCase("""{"id":"1b9a","displayName":"Viewer"}""", OrganisationRole.Viewer)]
    [TestCase("""{"value":7,"displayName":"Viewer"}""", OrganisationRole.Viewer)]
    [TestCase("""{"value":"Sales","displayName":"Admin"}""", null)]
    [TestCase("""{"value":{"value":"Admin"}}""", null)]
    [TestCase("""{"Value":"Admin"}""", null)]
    [TestCase("{}", null)]
    [TestCase("""{"value":"Admin" """, null)]
    [TestCase("{Admin}", null)]
    [TestCase("""["Admin"]""", null)]
    [TestCase("""{"value":"Admin"} {"value":"Admin"}""", null)]
    [TestCase("""{"value":"Viewer","value":"Admin"}""", null)]
    [TestCase("""{"value":"\ud800"}""", null)]
    public void A_role_that_Entra_wraps_in_JSON_is_unwrapped(string wrapped, OrganisationRole? role) =>
        Assert.That(RoleOf(new JsonArray(new JsonObject { ["value"] = wrapped }).ToJsonString()), Is.EqualTo(role));

    [Test]
    public void A_role_nested_beyond_measure_is_none() =>
        Assert.That(
            RoleOf(new JsonArray(new JsonObject { ["value"] = string.Concat(Enumerable.Repeat("""{"value":""", 10_000)) }).ToJsonString()),
            Is.Null);

    // Names that are read as one, though they are not its name.
    [TestCase("3")]
    [TestCase("-1")]
    [TestCase("+3")]
    [TestCase("03")]
    [TestCase("7")]
    [TestCase("99999999999")]
    [TestCase("Viewer,Editor")]
    [TestCase("Viewer, Editor")]
    [TestCase("Admin,")]
    [TestCase("None,Admin")]
    [TestCase("Grafana Admin")]
    [TestCase("GrafanaAdmin")]
    [TestCase("Administrator")]
    [TestCase("Ａｄｍｉｎ")]
    [TestCase("admın")]
    public void What_is_no_name_of_a_role_gives_none(string name)
    {
        Assert.That(RoleOf(new JsonArray(new JsonObject { ["value"] = name, ["display"] = name }).ToJsonString()), Is.Null);
        Assert.That(RoleOf(new JsonArray(new JsonObject { ["value"] = new JsonObject { ["value"] = name }.ToJsonString() }).ToJsonString()), Is.Null);
    }

    [TestCase("[]", "ops", OrganisationRole.Editor)]
    [TestCase("[]", "OPS", OrganisationRole.Editor)]
    [TestCase("[]", "0f8fad5b-d9cb-469f-a165-70867728950e", OrganisationRole.Admin)]
    [TestCase("[]", "0F8FAD5B-D9CB-469F-A165-70867728950E", OrganisationRole.Admin)]
    [TestCase("[]", "guests", OrganisationRole.None)]
    [TestCase("[]", "guests|Ops", OrganisationRole.Editor)]
    [TestCase("[]", "Ops|0f8fad5b-d9cb-469f-a165-70867728950e", OrganisationRole.Admin)]
    [TestCase("""[{"value": "Viewer"}]""", "Ops", OrganisationRole.Editor)]
    [TestCase("""[{"value": "Admin"}]""", "Ops", OrganisationRole.Admin)]
    [TestCase("""[{"value": "Viewer"}]""", "guests", OrganisationRole.Viewer)]
    [TestCase("[]", "Ops 2", null)]
    [TestCase("[]", "unfinished", null)]
    [TestCase("[]", "", null)]
    public void A_group_gives_its_role_by_name_in_any_case_or_by_id_and_the_highest_wins(string roles, string groups, OrganisationRole? role)
    {
        var groupRoles = new List<GroupRoleOptions>
        {
            new() { Group = " Ops ", Role = OrganisationRole.Editor },
            new() { Group = "0f8fad5b-d9cb-469f-a165-70867728950e", Role = OrganisationRole.Admin },
            new() { Group = "Guests", Role = OrganisationRole.None },
            new() { Group = "Unfinished" },
        };

        Assert.That(AccountMapping.Of(User($$"""{"userName": "ada", "roles": {{roles}}}"""), groups.Split('|'), groupRoles)!.Role, Is.EqualTo(role));
    }

    [Test]
    public void Long_text_is_cut_where_Grafana_would_refuse_it_and_never_within_a_character()
    {
        var account = Of(new JsonObject { ["userName"] = new string('A', 189) + "😀@x.org", ["displayName"] = new string('b', 100_000) }.ToJsonString())!;

        Assert.That(account.Login, Is.EqualTo(new string('a', 189)));
        Assert.That(account.Name, Is.EqualTo(new string('b', 190)));
        Assert.That(Of(new JsonObject { ["userName"] = new string('a', 188) + "😀" }.ToJsonString())!.Login, Is.EqualTo(new string('a', 188) + "😀"));
    }

    private static Account? Of(string user) => AccountMapping.Of(User(user), [], []);

    private static OrganisationRole? RoleOf(string roles) => Of($$"""{"userName": "ada", "roles": {{roles}}}""")!.Role;

    private static JsonObject User(string json) => (JsonObject)JsonNode.Parse(json)!;
}
