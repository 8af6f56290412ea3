using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Scim.Resources.Text;

namespace Scim.Tests.ResourceModel;

public class CodePointOrderTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(5_000);

    private static readonly Gen<string> Texts = Gen.Elements("a", "b", "é", "\uD7FF", "\uE000", "\uFFFF", "\U00010000", "😀", "\U0010FFFF").ListOf().Resize(5).Select(string.Concat);

    [TestCase("a", "a", 0)]
    [TestCase("", "", 0)]
    [TestCase("", "a", -1)]
    [TestCase("a", "ab", -1)]
    [TestCase("B", "a", -1)]
    [TestCase("\uFFFF", "😀", -1)]
    [TestCase("\uE000", "\U00010000", -1)]
    [TestCase("\uD7FF", "\uE000", -1)]
    [TestCase("😀", "😁", -1)]
    [TestCase("\U0001F600", "\U00020000", -1)]
    public void The_order_is_that_of_code_points(string left, string right, int expected)
    {
        Assert.That(Math.Sign(CodePointOrder.Compare(left, right)), Is.EqualTo(expected));
        Assert.That(Math.Sign(CodePointOrder.Compare(right, left)), Is.EqualTo(-expected));
    }

    [Test]
    public void The_order_is_that_of_the_bytes_in_UTF_8() =>
        Check.One(Thorough, Prop.ForAll(
            Gen.OneOf(Texts, PreparedTextTests.Texts).Two().ToArbitrary(),
            texts => Math.Sign(CodePointOrder.Compare(texts.Item1, texts.Item2))
                == Math.Sign(Encoding.UTF8.GetBytes(texts.Item1).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(texts.Item2)))));
}
