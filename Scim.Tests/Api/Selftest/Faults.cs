using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Selftest;

/// <summary>What other servers do.</summary>
internal static class Faults
{
    public static Task None(Call call) => call.ForwardAsync();

    public static async Task NotFoundForAnEmptyList(Call call)
    {
        await call.ForwardAsync();
        if (call.Query.Contains("filter=", StringComparison.Ordinal) && call.Answer.Contains("\"totalResults\":0", StringComparison.Ordinal))
            call.Answers(404, "application/scim+json", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}""");
    }

    public static async Task PlainJson(Call call)
    {
        await call.ForwardAsync();
        call.ContentType = "application/json";
    }

    /// <summary>The RFC knows no value in a remove.</summary>
    public static Task RemovalEmptiesTheGroup(Call call)
    {
        call.Body = Regex.Replace(call.Body, """("op":"Remove","path":"members"),"value":\[.*?\]""", "$1");
        return call.ForwardAsync();
    }

    public static async Task BooleansAsText(Call call)
    {
        await call.ForwardAsync();
        call.Answer = Regex.Replace(call.Answer, "\"active\":(true|false)", "\"active\":\"$1\"");
    }

    public static async Task TextFalseIsTrue(Call call)
    {
        call.Body = call.Body.Replace("\"False\"", "true", StringComparison.Ordinal);
        await call.ForwardAsync();
    }

    public static async Task ReplaceDoesNotCreate(Call call)
    {
        if (Regex.IsMatch(call.Body, "\"op\":\"replace\",\"path\":\"phoneNumbers\\[", RegexOptions.IgnoreCase))
            call.Answers(400, "application/scim+json", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"noTarget"}""");
        else
            await call.ForwardAsync();
    }

    public static async Task OkInsteadOfCreated(Call call)
    {
        await call.ForwardAsync();
        if (call.Status == 201) call.Status = 200;
    }

    public static async Task OkWithoutABody(Call call)
    {
        await call.ForwardAsync();
        if (call.Status == 204 && call.Method == "PATCH") call.Status = 200;
    }

    public static async Task ErrorsAreWebPages(Call call)
    {
        await call.ForwardAsync();
        if (call.Status is 404 or 409) call.Answers(call.Status, "text/html", "<html><h1>Oops</h1></html>");
    }

    public static async Task ManagerIsText(Call call)
    {
        await call.ForwardAsync();
        call.Answer = Regex.Replace(call.Answer, "\"manager\":\\{[^}]*?\"value\":(\"[^\"]*\")[^}]*\\}", "\"manager\":$1");
    }

    public static async Task EmptyListInsteadOfNoMembers(Call call)
    {
        await call.ForwardAsync();
        if (call.Query.Contains("excludedAttributes=members", StringComparison.Ordinal))
            call.Answer = call.Answer.Replace("\"displayName\":", "\"members\":[],\"displayName\":", StringComparison.Ordinal);
    }

    public static async Task AnyTokenWillDo(Call call)
    {
        await call.ForwardAsync();
        if (call.Status == 401) call.Answers(200, "application/scim+json", "{}");
    }

    public static async Task NumbersAsText(Call call)
    {
        await call.ForwardAsync();
        call.Answer = Regex.Replace(call.Answer, "\"(startIndex|itemsPerPage)\":(\\d+)", "\"$1\":\"$2\"");
    }

    public static async Task DeletingIsNotAllowed(Call call)
    {
        if (call.Method == "DELETE") call.Answers(405, "application/scim+json", "");
        else await call.ForwardAsync();
    }
}
