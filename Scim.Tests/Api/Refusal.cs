using System.Text.RegularExpressions;

namespace Scim.Tests.Api;

/// <summary>An error that a request must get, and that everything stored is as it was before.</summary>
/// <param name="Status">Of the answer, and as a string in its body.</param>
/// <param name="ScimType">Of RFC 7644 table 9; null where there is none.</param>
/// <param name="Detail">The text, where <c>*</c> at the end is anything.</param>
internal sealed record Refusal(int Status, string? ScimType, string Detail)
{
    public async Task OfAsync(ScimServer server, Func<Task<ScimAnswer>> send)
    {
        var before = await StateAsync(server);
        Check(await send());
        Assert.That(await StateAsync(server), Is.EqualTo(before), "What is stored has changed.");
    }

    public void Check(ScimAnswer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(Status), answer.Text);
        Assert.That(answer.ContentType, Is.EqualTo("application/scim+json"));
        Assert.That(answer.Body["schemas"]!.ToJsonString(), Is.EqualTo("""["urn:ietf:params:scim:api:messages:2.0:Error"]"""));
        Assert.That(answer.Body["status"]!.ToJsonString(), Is.EqualTo($"\"{Status}\""));
        Assert.That(answer.ScimType, Is.EqualTo(ScimType), answer.Text);
        Assert.That(answer.Detail, Does.Match(Detail.EndsWith('*') ? $"^{Regex.Escape(Detail[..^1])}" : $"^{Regex.Escape(Detail)}$"));
    }

    /// <summary>Both lists: how many there are, and of the first thousand every attribute and version.</summary>
    private static async Task<string> StateAsync(ScimServer server) =>
        (await server.GetAsync("Users?count=1000")).Text + (await server.GetAsync("Groups?count=1000")).Text;
}
