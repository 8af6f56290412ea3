namespace Scim.Api.Selftest.Steps;

internal static class ConnectionSteps
{
    public static IEnumerable<Step> All =>
    [
        new("tests the connection", async x => (await x.FindAsync("Users", $"userName eq \"{Talk.NewId()}\"")).IsListOf())
        {
            Sends = "a search for a user who cannot exist",
            Expects = "200 and an empty list",
            Why = "This is the button Test connection; Entra quarantines the job when the answer is a 404.",
        },
        new("is refused with a wrong token", async x => (await x.SendAsync("GET", "/Users?count=1", token: "wrong-" + Talk.NewId())).Is(401))
        {
            Sends = "a token that nobody made",
            Expects = "401",
            Why = "Otherwise anybody may read and write, and a mistyped token is not noticed.",
        },
        new("tests the connection with a slash at the end of the URL", async x => (await x.FindAsync("/Users", $"userName eq \"{Talk.NewId()}\"")).IsListOf())
        {
            Sends = "a search at //Users, which comes of a tenant URL that ends in a slash",
            Expects = "200 and an empty list",
            Why = "People paste the URL with the slash, and see nothing but a failed connection.",
            IsRecommended = true,
        },
        new("sends its flag along in the query", async x => (await x.FindAsync("Users", $"userName eq \"{Talk.NewId()}\"", "&aadOptscim062020")).IsListOf())
        {
            Sends = "a search with the parameter aadOptscim062020",
            Expects = "200 and an empty list",
            Why = "The flag stands in the tenant URL; a server that refuses unknown parameters cannot be used with it.",
            IsRecommended = true,
        },
        new("reads the first user and the first group", async x =>
        {
            (await x.GetAsync("/Users?count=1")).Is(200).HasSchema(Urn.ListResponse);
            (await x.GetAsync("/Groups?count=1")).Is(200).HasSchema(Urn.ListResponse);
        })
        {
            Sends = "count=1 to both lists",
            Expects = "200 and a list",
            Why = "Entra's test may also fetch some user and some group.",
            Needs = [Feature.Groups],
        },
    ];
}
