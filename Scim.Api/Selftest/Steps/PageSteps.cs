namespace Scim.Api.Selftest.Steps;

internal static class PageSteps
{
    public static IEnumerable<Step> All =>
    [
        new("reads the list of users page by page", async x =>
        {
            for (var i = 1; i <= 4; i++) await x.PersonAsync(i);
            var first = await PageAsync(x, 1);
            var second = await PageAsync(x, 3);
            if (Ids(first).Intersect(Ids(second)).FirstOrDefault() is { } twice) throw second.Failed($"{twice} is on the first page and on the second.");
        })
        {
            Sends = "startIndex=1&count=2, then startIndex=3&count=2",
            Expects = "two users on each, startIndex as asked, totalResults of the whole list, all of them numbers",
            Why = "Account discovery reads the whole list so, and what it does not see does not exist for it.",
        },
        new("reads behind the last page", async x => Numbers(await x.GetAsync("/Users?startIndex=1000000000&count=2"), 1_000_000_000, 0))
        {
            Sends = "a startIndex behind the last user",
            Expects = "200 and no resources",
            Why = "It is how a client that counts pages learns that it is at the end.",
            IsRecommended = true,
        },
    ];

    private static async Task<Answer> PageAsync(Talk x, int start) => Numbers(await x.GetAsync($"/Users?startIndex={start}&count=2"), start, 2);

    private static Answer Numbers(Answer answer, int start, int count)
    {
        answer.Is(200).HasSchema(Urn.ListResponse);
        if (answer.Resources.Count() != count) throw answer.Failed($"{count} users were to be on this page, and {answer.Resources.Count()} are.");
        if (count > 0) answer.Has("startIndex", start).Has("itemsPerPage", count);
        var total = Json.At(answer.Body, "totalResults");
        return total?.GetValueKind() == System.Text.Json.JsonValueKind.Number ? answer : throw answer.Failed($"totalResults must be a number, and is {Json.Show(total)}.");
    }

    private static IEnumerable<string?> Ids(Answer answer) => answer.Resources.Select(x => Json.Text(Json.At(x, "id")));
}
