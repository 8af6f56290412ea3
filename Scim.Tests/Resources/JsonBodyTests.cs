using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Resources;
using Scim.Resources.Bodies;

namespace Scim.Tests.ResourceModel;

public class JsonBodyTests
{
    private const string Unstorable = "A string in the body holds U+0000 or half a surrogate pair, which cannot be stored.";
    private const string OutOfRange = "A number in the body is out of range: at most 28 digits are kept.";

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    [TestCase("", "The body is empty; send a JSON object.")]
    [TestCase("   ", "The body is empty; send a JSON object.")]
    [TestCase("null", "The body must be a JSON object.")]
    [TestCase("7", "The body must be a JSON object.")]
    [TestCase("\"a\"", "The body must be a JSON object.")]
    [TestCase("[{}]", "The body must be a JSON object.")]
    [TestCase("{", "The body is not valid JSON: line 1, byte 2.")]
    [TestCase("{\"a\":1", "The body is not valid JSON: line 1, byte 7.")]
    [TestCase("{}\n{}", "The body is not valid JSON: line 2, byte 1.")]
    [TestCase("{} x", "The body is not valid JSON: line 1, byte 4.")]
    [TestCase("{\"a\":1,}", "The body is not valid JSON: line 1, byte 8.")]
    [TestCase("{'a':1}", "The body is not valid JSON: line 1, byte 2.")]
    [TestCase("{\"a\":1 /* no */}", "The body is not valid JSON: line 1, byte 8.")]
    [TestCase("// no\n{}", "The body is not valid JSON: line 1, byte 1.")]
    [TestCase("{\"a\":NaN}", "The body is not valid JSON: line 1, byte 6.")]
    [TestCase("{\"a\":Infinity}", "The body is not valid JSON: line 1, byte 6.")]
    [TestCase("{\"a\":+1}", "The body is not valid JSON: line 1, byte 6.")]
    [TestCase("{\"a\":01}", "The body is not valid JSON: line 1, byte 7.")]
    [TestCase("{\"a\":\"\\q\"}", "The body is not valid JSON: line 1, byte 8.")]
    [TestCase("{\"a\":\"\u0001\"}", "The body is not valid JSON: line 1, byte 7.")]
    [TestCase("{\"a\":\"\0\"}", "The body is not valid JSON: line 1, byte 7.")]
    public void What_is_no_JSON_object_is_refused(string body, string detail) => IsRefused(body, ScimErrorType.InvalidSyntax, detail);

    [TestCase("{\"a\":1,\"a\":2}", "a")]
    [TestCase("{\"a\":1,\"A\":2}", "A")]
    [TestCase("{\"a\":1,\"\\u0041\":2}", "A")]
    [TestCase("{\"b\":{\"a\":1,\"A\":2}}", "A")]
    [TestCase("{\"b\":[{},[{\"x\":{\"a\":1,\"b\":[{}],\"A\":2}}]]}", "A")]
    [TestCase("{\"é\":1,\"É\":2}", "É")]
    [TestCase("{\"\":1,\"\":2}", "")]
    public void A_name_stands_once_in_an_object_in_any_case(string body, string name) => IsRefused(
        body, ScimErrorType.InvalidSyntax, $"The name \"{name}\" stands twice in one JSON object; names are compared without regard to case.");

    [TestCase("""{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}],"x":{"x":1}}""")]
    public void A_name_may_stand_in_several_objects(string body) => Assert.That(Print(body), Is.EqualTo(body));

    [TestCase("""{"a":"\u0000"}""")]
    [TestCase("""{"a":"x\u0000y"}""")]
    [TestCase("""{"a":"\ud83d"}""")]
    [TestCase("""{"a":"\ude00"}""")]
    [TestCase("""{"a":"\ude00\ud83d"}""")]
    [TestCase("""{"a":[{"b":["\ud83dx"]}]}""")]
    [TestCase("""{"\u0000":1}""")]
    [TestCase("""{"\ud83d":1}""")]
    [TestCase("""{"a":{"b\ude00":1}}""")]
    public void Text_that_cannot_be_stored_is_refused(string body) => IsRefused(body, ScimErrorType.InvalidSyntax, Unstorable);

    [TestCase(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D }, TestName = "A byte that UTF-8 does not have")]
    [TestCase(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xC0, 0x80, 0x22, 0x7D }, TestName = "U+0000 written too long")]
    [TestCase(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D }, TestName = "A lone surrogate in bytes")]
    [TestCase(new byte[] { 0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00 }, TestName = "UTF-16")]
    public void Only_UTF_8_is_read(byte[] body) => Assert.That(
        () => JsonBody.Parse(body),
        Throws.TypeOf<ScimException>().With.Message.EqualTo("The body is not UTF-8."));

    [Test]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.That(JsonBody.Parse([0xEF, 0xBB, 0xBF, .. "{\"a\":1}"u8]).ToJsonString(), Is.EqualTo("{\"a\":1}"));

    [TestCase("1e400")]
    [TestCase("-1e400")]
    [TestCase("79228162514264337593543950336")]
    [TestCase("1e29")]
    public void A_number_must_fit_a_decimal(string number) => IsRefused($"{{\"a\":[{number}]}}", ScimErrorType.InvalidValue, OutOfRange);

    [Test]
    public void A_number_of_400_digits_is_refused() =>
        IsRefused($"{{\"a\":{new string('9', 400)}}}", ScimErrorType.InvalidValue, OutOfRange);

    [TestCase("0")]
    [TestCase("-0")]
    [TestCase("1.50")]
    [TestCase("1e3")]
    [TestCase("1E-400")]
    [TestCase("79228162514264337593543950335")]
    [TestCase("0.1234567890123456789012345678901234567890")]
    public void A_number_keeps_its_text(string number) => Assert.That(Print($"{{\"a\":{number}}}"), Is.EqualTo($"{{\"a\":{number}}}"));

    [TestCase(32, true)]
    [TestCase(33, false)]
    [TestCase(100_000, false)]
    public void Nesting_has_a_limit(int depth, bool accepted)
    {
        var arrays = "{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

        foreach (var body in new[] { arrays, objects })
        {
            Assert.That(
                () => JsonBody.Parse(Encoding.UTF8.GetBytes(body)),
                accepted ? Throws.Nothing : Throws.TypeOf<ScimException>().With.Message.StartsWith("The body is nested too deeply: "));
        }
    }

    [Test]
    public void Random_bytes_are_an_object_or_refused() =>
        Check.One(Thorough.WithMaxTest(5_000), Prop.ForAll(
            Gen.OneOf(ArbMap.Default.GeneratorFor<byte[]>(), Fragments.Select(Encoding.UTF8.GetBytes)).ToArbitrary(),
            bytes => IsReadOrRefused(bytes)));

    [Test]
    public void A_random_object_is_read_as_what_it_is() =>
        Check.One(Thorough, Prop.ForAll(
            JsonGen.Objects.ToArbitrary(),
            json => JsonNode.DeepEquals(JsonBody.Parse(Encoding.UTF8.GetBytes(json.ToJsonString())), json)));

    private static Gen<string> Fragments => Gen.Elements(
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"A\"", "\"", "\\", "\\u0000", "\\ud83d", "\\u00e5", "1", "-", "1e99", "true", "null", " ", "\n", "é", "😀", "{\"a\":", "{\"b\":[")
        .ListOf().Select(string.Concat);

    private static bool IsReadOrRefused(byte[] bytes)
    {
        try
        {
            return JsonBody.Parse(bytes).ToJsonString().Length > 0;
        }
        catch (ScimException fault)
        {
            return fault.Message.Length > 0;
        }
    }

    private static string Print(string body) => JsonBody.Parse(Encoding.UTF8.GetBytes(body)).ToJsonString(
        new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static void IsRefused(string body, ScimErrorType type, string detail) => Assert.That(
        () => JsonBody.Parse(Encoding.UTF8.GetBytes(body)),
        Throws.TypeOf<ScimException>().With.Message.EqualTo(detail).And.Property(nameof(ScimException.Type)).EqualTo(type));
}
