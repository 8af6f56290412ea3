using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Bodies off the wire: valid ones, damaged ones, JSON of any kind, and bytes of no kind.</summary>
internal static class BodyGen
{
    private static readonly Gen<string> AnyBytes = Gen.Choose(0, 255).Select(x => (char)x).ArrayOf().Select(x => new string(x));

    private static readonly Gen<string> Valid = Gen.OneOf(PatchBodyGen.Users, PatchBodyGen.Groups, PatchBodyGen.UserPatches, PatchBodyGen.GroupPatches).Select(Text);

    private static readonly Gen<string> Excessive = Gen.Elements(
        new string('[', 100_000), "{\"a\":" + new string('[', 40) + new string(']', 40) + "}", "{" + string.Join(',', Enumerable.Range(0, 1_100).Select(i => $"\"a{i}\":0")) + "}",
        $$"""{"schemas":["{{PatchBodyGen.PatchOp}}"],"Operations":[{{string.Join(',', Enumerable.Repeat("""{"op":"add","path":"title","value":"x"}""", 1_100))}}]}""",
        $$"""{"schemas":["{{PatchBodyGen.PatchOp}}"],"Operations":[{"op":"add","path":"emails[{{new string('(', 400)}}value pr","value":"x"}]}""");

    /// <summary>A body that fits the method and the path, for the most part.</summary>
    public static Gen<string?> For(string method, string path)
    {
        if (method is not ("POST" or "PUT" or "PATCH"))
            return Gen.Frequency((8, Gen.Constant<string?>(null)), (1, Valid.Select(x => (string?)x)), (1, AnyBytes.Select(x => (string?)x)));

        if (path.Contains("/Bulk", StringComparison.Ordinal)) return Message(BulkBodyGen.Requests);
        if (path.Contains("/.search", StringComparison.Ordinal)) return Message(SearchBodyGen.Requests);

        var isGroup = path.Contains("group", StringComparison.OrdinalIgnoreCase);
        var fitting = (method == "PATCH", isGroup) switch
        {
            (true, true) => PatchBodyGen.GroupPatches,
            (true, false) => PatchBodyGen.UserPatches,
            (false, true) => PatchBodyGen.Groups,
            _ => PatchBodyGen.Users,
        };
        return Message(fitting);
    }

    private static Gen<string?> Message(Gen<JsonObject> fitting) =>
        Gen.Frequency(
            (20, fitting.Select(Text)),
            (6, fitting.Zip(ScimJsonGen.Objects, Overlay).Select(Text)),
            (6, fitting.Select(Text).SelectMany(Damaged)),
            (2, Valid),
            (3, ScimJsonGen.Objects.Select(Text)),
            (2, ScimJsonGen.Fragments.Select(Wire.Utf8)),
            (2, AnyBytes),
            (1, Excessive),
            (1, Gen.Constant("")))
            .Select(x => (string?)x);

    // Some attributes with values of the wrong type.
    private static JsonObject Overlay(JsonObject body, JsonObject over)
    {
        foreach (var (name, value) in over) body[name] = value?.DeepClone();
        return body;
    }

    private static Gen<string> Damaged(string body) =>
        from start in Gen.Choose(0, body.Length)
        from length in Gen.Choose(0, Math.Min(8, body.Length - start))
        from bytes in AnyBytes.Resize(6)
        from kind in Gen.Choose(0, 5)
        select kind switch
        {
            0 => body[..start],
            1 => body[start..],
            2 => body.Remove(start, length),
            3 => body.Insert(start, bytes),
            4 => body.Insert(start, body.Substring(start, length)),
            _ => body.Remove(start, length).Insert(start, "\xC0\x80"), // U+0000 written too long
        };

    private static string Text(JsonObject body) => Wire.Utf8(body.ToJsonString());
}
