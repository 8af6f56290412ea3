using Scim.Tests.Databases;

#pragma warning disable CA1050 // outside any namespace, it is for the whole assembly
[SetUpFixture]
public sealed class TestServerEnd
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        await TestDatabase.DropTemplateAsync();
        await TestServer.StopAsync();
    }
}
