namespace Scim.Tests.Api;

/// <summary>Bodies of requests, each with names that no other test uses.</summary>
public static class Some
{
    private static int _count;

    /// <summary>Different at each call.</summary>
    public static string Name(string prefix = "user") => $"{prefix}-{Interlocked.Increment(ref _count)}-{Guid.NewGuid():N}"[..24];

    /// <summary>A user. The further members are the inside of a JSON object, as in <c>"title": "Dr"</c>.</summary>
    public static string User(string? userName = null, string? further = null) => $$"""
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{{userName ?? Name()}}"{{(further is null ? "" : ", " + further)}}}
        """;

    /// <summary>A group with the given members.</summary>
    public static string Group(string? displayName = null, params string[] memberIds)
    {
        var members = string.Join(", ", memberIds.Select(id => $$"""{"value": "{{id}}"}"""));
        return $$"""
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "{{displayName ?? Name("group")}}", "members": [{{members}}]}
            """;
    }
}
