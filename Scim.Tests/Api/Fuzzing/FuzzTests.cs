using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>A failure shows the smallest request that fails as a call of curl, and the seed that makes the same run again.</summary>
public class FuzzTests
{
    private Fuzzer _fuzzer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        TestContext.Progress.WriteLine($"Random requests: {Seed.Replay}");
        _fuzzer = await Fuzzer.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _fuzzer.DisposeAsync();

    [Test]
    public void A_random_request_is_answered_with_what_the_protocol_has_and_changes_what_it_addresses_or_nothing()
    {
        Check.One(Seed.Config(2_000), Prop.ForAll(
            Arb.From(RequestGen.Requests, FuzzShrink.Smaller), request => _fuzzer.SendAsync(request).GetAwaiter().GetResult()));

        TestContext.Out.WriteLine(string.Join(", ", _fuzzer.Statuses.Select(x => $"{x.Value} × {x.Key}")));
        TestContext.Out.WriteLine(string.Join(", ", _fuzzer.Operations.Select(x => $"{x.Value} × {x.Key}")));
        Assert.That(_fuzzer.Operations.Keys, Is.SupersetOf((string[])["POST 201", "DELETE 204"]), "what operations of bulk requests came to");
        Assert.That(_fuzzer.Statuses.Keys, Is.SupersetOf((int[])[200, 201, 204, 400, 401, 404, 405, 409, 415]), "statuses that were seen");
    }
}
