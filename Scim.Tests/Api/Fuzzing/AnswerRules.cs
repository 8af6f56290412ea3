using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>What every answer must be, whatever was asked.</summary>
internal static partial class AnswerRules
{
    private static readonly int[] Successes = [200, 201, 204];

    // 413, 414, 431 and an empty 400 are Kestrel's; 501 is for what RFC 7644 defines and the service does not have.
    private static readonly int[] Errors = [400, 401, 403, 404, 405, 406, 409, 412, 413, 414, 415, 431, 501];

    private static readonly string[] ScimTypes =
    [
        "invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget", "invalidValue", "invalidVers", "sensitive",
        "invalidCursor", "expiredCursor", "invalidCount",
    ];

    /// <summary>Null where nothing is wrong.</summary>
    public static string? Fault(FuzzRequest request, RawAnswer answer)
    {
        if (Successes.Contains(answer.Status) || answer.Status == 304) return SuccessFault(request, answer);
        if (!Errors.Contains(answer.Status)) return $"The status {answer.Status} is none that this service has.";
        if (Internals().Match(answer.Body) is { Success: true } leak && !Sent(request).Contains(leak.Value, StringComparison.Ordinal))
            return $"The answer tells of internals: {leak.Value}";
        if (request.Method == "HEAD") return answer.Body.Length == 0 ? null : "HEAD has a body.";
        return request.IsHttp && !request.IsCut ? ErrorFault(answer) : null;
    }

    private static string? SuccessFault(FuzzRequest request, RawAnswer answer)
    {
        if (request.IsCut) return "Half a body was taken for a whole one.";
        if (answer.Status is 204 or 304 || request.Method == "HEAD") return answer.Body.Length == 0 ? null : "There is a body where none may be.";
        if (!answer.Headers.GetValueOrDefault("Content-Type", "").StartsWith("application/scim+json", StringComparison.Ordinal))
            return answer.Body == "Healthy" || answer.Body.StartsWith("<!doctype html>", StringComparison.Ordinal) ? null : "The answer is no application/scim+json.";
        return Json(answer) is null ? "The body is no JSON object." : null;
    }

    private static string? ErrorFault(RawAnswer answer)
    {
        if (answer.Headers.GetValueOrDefault("Content-Type") != "application/scim+json") return "The error is no application/scim+json.";
        if (Json(answer) is not { } error) return "The error is no JSON object.";
        if (error["schemas"]?.ToJsonString() != """["urn:ietf:params:scim:api:messages:2.0:Error"]""") return "The error has not the schema of one.";
        if (error["status"]?.ToJsonString() != $"\"{answer.Status}\"") return "The error's status is another one than the answer's.";
        if (error["detail"]?.GetValue<string>() is not { Length: > 10 }) return "The error does not say what to do.";
        if (error["scimType"] is { } type && !ScimTypes.Contains(type.GetValue<string>())) return $"There is no scimType {type}.";
        if (answer.Status == 401 && !answer.Headers.ContainsKey("WWW-Authenticate")) return "401 does not say how to authenticate.";
        return answer.Status == 405 && !answer.Headers.ContainsKey("Allow") ? "405 does not say what is allowed." : null;
    }

    private static JsonObject? Json(RawAnswer answer)
    {
        try
        {
            return JsonNode.Parse(answer.Body) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    // Details repeat what was sent.
    private static string Sent(FuzzRequest request) => Uri.UnescapeDataString(request.Target.Replace('+', ' ')) + Wire.Text(request.Body ?? "");

    [GeneratedRegex(@"(System|Microsoft|Npgsql|Dapper|Superpower|FsCheck|Scim\.(Api|Storage|Resources|Filter|Grafana))\.\w+|\b\w+Exception\b|\n *at |SQLSTATE|scim\.(resource|membership|tenant|token)|\.cs\b|jsonb|jsonpath")]
    private static partial Regex Internals();
}
