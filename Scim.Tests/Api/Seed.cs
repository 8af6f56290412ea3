using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api;

/// <summary>
/// What random requests are made from: printed by each failure, and the same again with <c>SCIM_TEST_SEED</c>. <c>SCIM_TEST_FUZZ=20</c> makes
/// twenty times as many.
/// </summary>
internal static class Seed
{
    public static ulong Value { get; } = Number("SCIM_TEST_SEED") ?? (ulong)Random.Shared.NextInt64(1, int.MaxValue);

    public static string Replay => $"SCIM_TEST_SEED={Value}";

    public static Config Config(int count) =>
        FsCheck.Config.QuickThrowOnFailure.WithMaxTest(count * (int)(Number("SCIM_TEST_FUZZ") ?? 1)).WithReplay(new Replay(new Rnd(Value), null));

    private static ulong? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
