using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Scim.Resources.Text;

namespace Scim.Tests.ResourceModel;

public class PreparedTextTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(5_000);

    private static readonly Gen<Rune> Runes = Gen.Frequency(
        (4, Gen.Elements("aAzZ09 .@-_".EnumerateRunes().ToArray())),
        (4, Gen.Elements("ßẞİıſÅåΣσςǅĳﬁﷺΩΩµμ한글ａＡ①ªⅫͅ".EnumerateRunes().ToArray())),
        (2, Gen.Choose(0x300, 0x345).Select(x => new Rune(x))),
        (2, Gen.Choose(0xE000, 0x10FFFF).Select(x => new Rune(x))),
        (2, Gen.Choose(1, 0xD7FF).Select(x => new Rune(x))));

    public static readonly Gen<string> Texts = Runes.ListOf().Select(string.Concat);

    [TestCase("ALICE", "alice")]
    [TestCase("a\u030A", "å")]
    [TestCase("\u212B", "å")]
    [TestCase("Å", "å")]
    [TestCase("ＡＬＩＣＥ", "alice")]
    [TestCase("ｱ", "ア")]
    [TestCase("ΣΑΣ", "σασ")]
    [TestCase("σας", "σασ")]
    [TestCase("Straße", "straße")]
    [TestCase("STRASSE", "strasse")]
    [TestCase("ẞ", "ß")]
    [TestCase("İ", "İ")]
    [TestCase("ı", "ı")]
    [TestCase("I", "i")]
    [TestCase("ﬁ", "fi")]
    [TestCase("①", "1")]
    [TestCase("Ǆ", "dž")]
    [TestCase("µ", "μ")]
    [TestCase("𝐀", "a")]
    [TestCase("𐐀", "𐐨")]
    [TestCase(" a  b ", " a  b ")]
    [TestCase("a\uFFFE\u212B", "a\uFFFEå")]
    [TestCase("", "")]
    public void Text_without_case_is_composed_and_folded(string text, string expected) =>
        Assert.That(PreparedText.Prepare(text, caseExact: false), Is.EqualTo(expected));

    [TestCase("ALICE", "ALICE")]
    [TestCase("a\u030A", "å")]
    [TestCase("\u212B", "Å")]
    [TestCase("ＡＬＩＣＥ", "ＡＬＩＣＥ")]
    [TestCase("ﬁ", "ﬁ")]
    [TestCase("ς", "ς")]
    public void Exact_text_is_only_composed(string text, string expected) =>
        Assert.That(PreparedText.Prepare(text, caseExact: true), Is.EqualTo(expected));

    [TestCase(true)]
    [TestCase(false)]
    public void Preparing_again_changes_nothing(bool caseExact) =>
        Check.One(Thorough, Prop.ForAll(Texts.ToArbitrary(), text => IsStable(text, caseExact)));

    [TestCase(true)]
    [TestCase(false)]
    public void Preparing_any_character_again_changes_nothing(bool caseExact)
    {
        var unstable = Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Where(x => !IsStable($"a{new Rune(x)}", caseExact));

        Assert.That(unstable.Select(x => $"U+{x:X4}"), Is.Empty);
    }

    [Test]
    public void Forms_of_one_text_are_prepared_alike() =>
        Check.One(Thorough, Prop.ForAll(Texts.Where(NormalizesInEveryForm).ToArbitrary(), text =>
            new[] { true, false }.All(caseExact =>
                PreparedText.Prepare(text.Normalize(NormalizationForm.FormD), caseExact) == PreparedText.Prepare(text.Normalize(), caseExact))));

    [TestCase("abc", true)]
    [TestCase("", true)]
    [TestCase(@"é\ud83d\ude00\ufffe\uffff\u0001", true)]
    [TestCase(@"\u0000", false)]
    [TestCase(@"a\u0000b", false)]
    [TestCase(@"\ud83d", false)]
    [TestCase(@"\ude00", false)]
    [TestCase(@"\ude00\ud83d", false)]
    [TestCase(@"\ud83d\ud83d\ude00", false)]
    [TestCase(@"a\ud83d\ude00\ud83d", false)]
    public void Text_is_storable_without_NUL_and_lone_surrogates(string escaped, bool expected) =>
        Assert.That(PreparedText.IsStorable(Regex.Unescape(escaped)), Is.EqualTo(expected));

    // A moment; normalised in one piece it would take minutes.
    [TestCase(true)]
    [TestCase(false)]
    public void A_long_run_of_combining_marks_is_prepared(bool caseExact)
    {
        var text = "a" + string.Concat(Enumerable.Repeat("\u0315\u0300", 250_000));

        Assert.That(PreparedText.Prepare(text, caseExact)[0], Is.EqualTo('à'));
    }

    [Test]
    public void Text_with_as_many_marks_as_any_language_has_is_only_normalised()
    {
        var text = "x" + new string('\u0323', 15) + new string('\u0302', 15) + "y";

        Assert.That(PreparedText.Prepare(text, caseExact: true), Is.EqualTo(text.Normalize()));
    }

    private static bool IsStable(string text, bool caseExact)
    {
        var once = PreparedText.Prepare(text, caseExact);
        return PreparedText.Prepare(once, caseExact) == once;
    }

    // Longer runs of marks are parted where they are, which differs between the forms.
    private static bool NormalizesInEveryForm(string text) => text.Length < 30 && !text.Contains('\uFFFE', StringComparison.Ordinal);
}
