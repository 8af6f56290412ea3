using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Requests of which about half are right.</summary>
internal static class RequestGen
{
    private static readonly Gen<string> Methods = Gen.Frequency(
        (5, Gen.Constant("GET")), (11, Gen.Constant("POST")), (5, Gen.Constant("PUT")), (10, Gen.Constant("PATCH")), (3, Gen.Constant("DELETE")),
        (1, Gen.Elements("HEAD", "OPTIONS", "TRACE", "get", "PURGE", "M-SEARCH", "CONNECT", "X", "(", "Pätch", new string('A', 300))));

    private static readonly Gen<string> ContentTypes = Gen.Frequency(
        (10, Gen.Constant("application/scim+json")),
        (2, Gen.Elements("application/json", "application/scim+json; charset=utf-8", "APPLICATION/JSON;charset=\"UTF-8\"")),
        (1, Gen.Elements("text/plain", "application/xml", "", ";", "application/json; charset=utf-16", "application/scim+json; charset=", "*/*", "application/json, text/plain", "multipart/form-data; boundary=x", "\xE9", "a/b/c")));

    private static readonly Gen<(string, string)[]> Accepts = Gen.Frequency(
        (12, Gen.Constant(Array.Empty<(string, string)>())),
        (3, Gen.Elements("application/scim+json", "*/*", "application/*", "text/html", "", ",,,", "application/json;q=0", "*/*;q=0.0001", "a", "application/scim+json;q=x", ";q=1").Select(x => new[] { ("Accept", x) })));

    private static readonly Gen<(string, string)[]> Conditions = Gen.Frequency(
        (12, Gen.Constant(Array.Empty<(string, string)>())),
        (3, from name in Gen.Elements("If-Match", "If-None-Match")
            from value in Gen.Elements("*", "W/\"1\"", "W/\"2\"", "\"1\"", "W/\"1\", W/\"2\"", "1", "", "W/", "\"", "W/\"x\"", "W/\"99999999999999999999\"", "*, *", ",", "\"a\" \"b\"")
            select new[] { (name, value) }));

    private static readonly Gen<(string, string)[]> Authorizations = Gen.Frequency(
        (40, Gen.Constant(new[] { ("Authorization", "Bearer {token}") })),
        (1, Gen.Elements<(string, string)[]>(
            [], [("Authorization", "")], [("Authorization", "Bearer")], [("Authorization", "Bearer ")], [("Authorization", "Basic {token}")], [("Authorization", "bearer {token}")], [("Authorization", "Bearer {token} x")],
            [("Authorization", "Bearer {token}"), ("Authorization", "Bearer {token}")], [("Authorization", "Bearer \xFF\xFE")], [("Authorization", "Bearer " + new string('a', 9_000))], [("Authorization", "Bearer scim_" + new string('0', 72))],
            [("Authorization", "Bearer {token},Bearer x")], [("Authorization", "Bearer a\0b")])));

    private static readonly Gen<(string, string)[]> Others = Gen.Frequency(
        (20, Gen.Constant(Array.Empty<(string, string)>())),
        (4, Gen.Elements(
            ("Transfer-Encoding", "chunked"), ("Expect", "100-continue"), ("Content-Encoding", "gzip"), ("X-HTTP-Method-Override", "DELETE"), ("Range", "bytes=0-5"), ("Prefer", "return=minimal"), ("X-Forwarded-Host", "evil'\"<>"),
            ("X-Forwarded-Proto", "gopher"), ("Cookie", "a=b; \""), ("Connection", "upgrade"), ("Upgrade", "h2c"), ("traceparent", "00-zz"), ("X", new string('x', 20_000)), ("X", new string('x', 40_000)), ("X Y", "z"), ("X", "\0"), ("Accept-Encoding", "gzip, br"),
            ("If-Modified-Since", "never"), ("Origin", "null"), ("Request-Id", "|\"'\r"), ("Accept-Language", "\xE9"), ("User-Agent", ""), ("Transfer-Encoding", "gzip")).Select(x => new[] { x })));

    public static Gen<FuzzRequest> Requests { get; } =
        from method in Methods
        from target in TargetGen.For(method)
        from body in BodyGen.For(method, target)
        from type in ContentTypes
        from accept in Accepts
        from condition in Conditions
        from authorization in Authorizations
        from others in Others
        from cut in Gen.Frequency((40, Gen.Constant(false)), (1, Gen.Constant(true)))
        let content = body is null ? Array.Empty<(string, string)>() : [("Content-Type", type)]
        select new FuzzRequest(method, target, [.. authorization, .. content, .. accept, .. condition, .. others], body, cut && method is ("POST" or "PUT" or "PATCH"));
}
