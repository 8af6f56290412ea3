using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Scim.Resources.Text;

namespace Scim.Tests.ResourceModel;

public class DateTimeTextTests
{
    private static readonly Gen<DateTimeOffset> Times =
        from ticks in Gen.Elements(0L, 1L, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay, DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay)
        from more in Gen.Choose(0, int.MaxValue)
        select new DateTimeOffset(Math.Min(ticks + more, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    [TestCase("2026-01-31T09:30:00Z", "2026-01-31T09:30:00.0000000Z")]
    [TestCase("2026-01-31T09:30:00", "2026-01-31T09:30:00.0000000Z")]
    [TestCase("2026-01-31T09:30:00+02:00", "2026-01-31T07:30:00.0000000Z")]
    [TestCase("2026-01-31T23:30:00-05:30", "2026-02-01T05:00:00.0000000Z")]
    [TestCase("2026-01-31T09:30:00.5Z", "2026-01-31T09:30:00.5000000Z")]
    [TestCase("2026-01-31T09:30:00.123456789Z", "2026-01-31T09:30:00.1234567Z")]
    [TestCase("2026-01-31T09:30:00.9999999999+00:00", "2026-01-31T09:30:00.9999999Z")]
    [TestCase("2026-01-31t09:30:00z", "2026-01-31T09:30:00.0000000Z")]
    [TestCase("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000Z")]
    [TestCase("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    [TestCase("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    [TestCase("2026-01-31T09:30:00+14:00", "2026-01-30T19:30:00.0000000Z")]
    public void A_time_is_compared_in_UTC(string text, string expected)
    {
        Assert.That(DateTimeText.TryParse(text, out var time), Is.True);
        Assert.That(DateTimeText.ForComparison(time), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("now")]
    [TestCase("2026-01-31")]
    [TestCase("09:30:00Z")]
    [TestCase("2026-01-31T09:30Z")]
    [TestCase("2026-01-31 09:30:00Z")]
    [TestCase("2026-01-31T09:30:00 Z")]
    [TestCase("2026-01-31T09:30:00Z\n")]
    [TestCase(" 2026-01-31T09:30:00Z")]
    [TestCase("2026-1-31T09:30:00Z")]
    [TestCase("2026-02-30T09:30:00Z")]
    [TestCase("2025-02-29T09:30:00Z")]
    [TestCase("2026-01-31T25:00:00Z")]
    [TestCase("2026-01-31T09:60:00Z")]
    [TestCase("2026-01-31T09:30:001234Z")]
    [TestCase("2026-01-31T09:30:00.Z")]
    [TestCase("2026-01-31T09:30:00,5Z")]
    [TestCase("2026-01-31T09:30:00+0200")]
    [TestCase("2026-01-31T09:30:00+25:00")]
    [TestCase("0001-01-01T00:00:00+01:00")]
    [TestCase("٢٠٢٦-01-31T09:30:00Z")]
    [TestCase("-2026-01-31T09:30:00Z")]
    [TestCase("0000-01-31T09:30:00Z")]
    public void What_is_no_xsd_dateTime_is_refused(string text) => Assert.That(DateTimeText.TryParse(text, out _), Is.False);

    [Test]
    public void Milliseconds_are_cut_where_shown() => Assert.That(
        DateTimeText.ForDisplay(new DateTimeOffset(2026, 1, 31, 9, 30, 0, 999, TimeSpan.FromHours(2)).AddTicks(9_999)),
        Is.EqualTo("2026-01-31T07:30:00.999Z"));

    [Test]
    public void The_order_of_the_text_is_the_order_in_time() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Times.Two().ToArbitrary(), times =>
            Math.Sign(string.CompareOrdinal(DateTimeText.ForComparison(times.Item1), DateTimeText.ForComparison(times.Item2)))
                == times.Item1.CompareTo(times.Item2)));

    [Test]
    public void A_time_is_read_back_from_any_zone() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(
            Times.Where(x => x > DateTimeOffset.MinValue.AddDays(1) && x < DateTimeOffset.MaxValue.AddDays(-1)).Zip(Gen.Choose(-840, 840)).ToArbitrary(),
            sample =>
            {
                var text = sample.Item1.ToOffset(TimeSpan.FromMinutes(sample.Item2)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
                return DateTimeText.TryParse(text, out var time) && time == sample.Item1;
            }));
}
