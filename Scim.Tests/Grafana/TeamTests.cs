using Microsoft.Extensions.DependencyInjection;
using Scim.Doubles;
using Scim.Grafana.Reconciling;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

public class TeamTests
{
    [TestCase("10.4.2")]
    [TestCase("11.6.0")]
    [TestCase("12.3.0")]
    [TestCase("13.0.0")]
    public async Task A_life_goes_as_it_should_in_every_version(string version)
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = version });
        var ada = await scim.NewUserAsync("ada@x.org");
        var bob = await scim.NewUserAsync("bob@x.org");
        var ops = await scim.NewGroupAsync("Ops", ada);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("ada@x.org"));

        await scim.AddMembersAsync(ops, bob);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("ada@x.org bob@x.org"));

        await scim.RemoveMemberAsync(ops, ada);
        await scim.PatchAsync($"Groups/{ops}", """{"op": "replace", "path": "displayName", "value": "Operations"}""");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.TeamsAsync(), Is.EqualTo((string[])["Operations"]));
        Assert.That(await scim.Grafana.MembersAsync("Operations"), Is.EqualTo("bob@x.org"));

        await scim.DeleteAsync($"Groups/{ops}");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.MembersAsync("Operations"), Is.EqualTo("bob@x.org"), "the team of a deleted group stays");
    }

    [Test]
    public async Task A_team_that_is_there_is_adopted_with_its_address_and_members()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var (team, hand) = (Some.Name("Ops"), $"{Some.Name("hand")}@x.org");
        await scim.Grafana.NewUserAsync(hand);
        var id = await scim.Grafana.NewTeamAsync(team, "ops@x.org");
        await scim.Grafana.AddMemberAsync(team, hand);
        var login = $"{Some.Name("ada")}@x.org";

        var group = await scim.NewGroupAsync(team.ToUpperInvariant(), await scim.NewUserAsync(login));
        await scim.SettledAsync();

        var adopted = (await scim.Grafana.TeamAsync(team.ToUpperInvariant()))!;
        Assert.That((adopted["id"]!.GetValue<long>(), adopted["email"]!.GetValue<string>()), Is.EqualTo((id, "ops@x.org")));
        Assert.That(await scim.Grafana.MembersAsync(team.ToUpperInvariant()), Is.EqualTo(string.Join(' ', new[] { login, hand }.Order(StringComparer.Ordinal))));

        await scim.DeleteAsync($"Groups/{group}");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.TeamsAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_adopted_team_is_never_deleted_and_one_that_was_made_is_by_policy()
    {
        await using var scim = await ConnectedScim.StartAsync(("DeletedGroups", "DeleteTeam"));
        await scim.Grafana.NewTeamAsync("By hand");
        var adopted = await scim.NewGroupAsync("By hand");
        var made = await scim.NewGroupAsync("Made");
        await scim.SettledAsync();

        await scim.DeleteAsync($"Groups/{adopted}");
        await scim.DeleteAsync($"Groups/{made}");
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.TeamsAsync(), Is.EqualTo((string[])["By hand"]));
    }

    [Test]
    public async Task A_group_that_comes_and_goes_unseen_leaves_nothing_to_do()
    {
        await using var scim = await ConnectedScim.StartAsync();
        await scim.Grafana.Double.GoAwayAsync();
        await scim.NewUserAsync("first@x.org");
        await scim.WaitForAsync(() => Task.FromResult(scim.Server.Services.GetRequiredService<Readiness>().Ready.Count == 0));

        // From here on nothing is begun until Grafana is back.
        await scim.DeleteAsync($"Groups/{await scim.NewGroupAsync("Brief")}");
        await scim.DeleteAsync($"Users/{await scim.NewUserAsync("brief@x.org")}");
        await scim.Grafana.Double.ComeBackAsync();
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.TeamsAsync(), Is.Empty);
        Assert.That(await scim.Grafana.UserAsync("brief@x.org"), Is.Null);
    }

    [Test]
    public async Task A_group_that_is_made_anew_gets_the_team_it_had()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var login = $"{Some.Name("ada")}@x.org";
        var user = await scim.NewUserAsync(login);
        var group = await scim.NewGroupAsync("Ops", user);
        await scim.SettledAsync();
        var team = (await scim.Grafana.TeamAsync("Ops"))!["id"]!.GetValue<long>();
        await scim.DeleteAsync($"Groups/{group}");
        await scim.SettledAsync();

        await scim.NewGroupAsync("Ops");
        await scim.SettledAsync();

        Assert.That((await scim.Grafana.TeamAsync("Ops"))!["id"]!.GetValue<long>(), Is.EqualTo(team));
    }

    [Test]
    public async Task The_prefix_stands_in_front()
    {
        await using var scim = await ConnectedScim.StartAsync(("TeamPrefix", "entra-"));
        var group = await scim.NewGroupAsync("Ops");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.TeamsAsync(), Is.EqualTo((string[])["entra-Ops"]));

        await scim.PatchAsync($"Groups/{group}", """{"op": "replace", "path": "displayName", "value": "Dev"}""");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.TeamsAsync(), Is.EqualTo((string[])["entra-Dev"]));
    }

    [Test]
    public async Task A_name_that_is_taken_is_told_apart_by_the_id()
    {
        await using var scim = await ConnectedScim.StartAsync(("AdoptExisting", "false"));
        await scim.Grafana.NewTeamAsync("Ops");
        await scim.Grafana.NewTeamAsync("Dev");

        var group = await scim.NewGroupAsync("Ops");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.TeamsAsync(), Is.EqualTo((string[])["Dev", "Ops", $"Ops ({group[^8..]})"]));

        await scim.PatchAsync($"Groups/{group}", """{"op": "replace", "path": "displayName", "value": "Dev"}""");
        await scim.CompareAllAsync();
        Assert.That(await scim.Grafana.TeamsAsync(), Is.EqualTo((string[])["Dev", $"Dev ({group[^8..]})", "Ops"]));
    }

    [Test]
    public async Task Names_that_are_the_same_when_cut_are_told_apart()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var name = new string('n', 200);
        var first = await scim.NewGroupAsync(name + "1");
        var second = await scim.NewGroupAsync(name + "2");
        await scim.SettledAsync();

        var (whole, cut) = (new string('n', 190), new string('n', 179));
        Assert.That(
            await scim.Grafana.TeamsAsync(),
            Is.EquivalentTo((string[])[whole, $"{cut} ({second[^8..]})"]).Or.EquivalentTo((string[])[whole, $"{cut} ({first[^8..]})"]));
    }

    [Test]
    public async Task Two_groups_can_swap_their_names()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var (one, two) = (await scim.NewGroupAsync("One"), await scim.NewGroupAsync("Two"));
        await scim.SettledAsync();
        foreach (var (id, name) in ((string, string)[])[(one, "Three"), (two, "One"), (one, "Two")])
            await scim.PatchAsync($"Groups/{id}", $$"""{"op": "replace", "path": "displayName", "value": "{{name}}"}""");

        await scim.SettledAsync();
        await scim.CompareAllAsync();
        await scim.CompareAllAsync();

        Assert.That(await scim.Grafana.TeamsAsync(), Is.EqualTo((string[])["One", "Two"]));
        Assert.That(await scim.CompareAllAsync(), Is.Zero);
    }

    [Test]
    public async Task A_team_of_Grafanas_own_SCIM_is_not_adopted()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var id = await scim.Grafana.NewTeamAsync("Ops");
        scim.Grafana.Double.State.Read(x => x.Teams[id].IsProvisioned = true);

        var group = await scim.NewGroupAsync("Ops");
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.TeamsAsync(), Is.EqualTo((string[])["Ops", $"Ops ({group[^8..]})"]));
    }

    [Test]
    public async Task The_search_that_tells_no_numbers_is_coped_with()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = "13.0.0", TeamsRedirect = true });
        var (a, b) = (await scim.NewGroupAsync("A", await scim.NewUserAsync("ada@x.org")), await scim.NewGroupAsync("B"));
        await scim.SettledAsync();
        await scim.Grafana.NewTeamAsync("C");

        await scim.PatchAsync($"Groups/{b}", """{"op": "replace", "path": "displayName", "value": "A2"}""");
        await scim.CompareAllAsync();

        Assert.That(await scim.Grafana.MembersAsync("A"), Is.EqualTo("ada@x.org"), a);
        Assert.That(await scim.Grafana.TeamAsync("A2"), Is.Not.Null);
    }
}
