using Npgsql;
using Scim.Storage;

namespace Scim.Tests.Storage;

public class StorageErrorsTests
{
    [TestCase(PostgresErrorCodes.DeadlockDetected, true)]
    [TestCase(PostgresErrorCodes.SerializationFailure, true)]
    [TestCase(PostgresErrorCodes.AdminShutdown, true)]
    [TestCase(PostgresErrorCodes.CannotConnectNow, true)]
    [TestCase(PostgresErrorCodes.TooManyConnections, true)]
    [TestCase(PostgresErrorCodes.DiskFull, true)]
    [TestCase(PostgresErrorCodes.UniqueViolation, false)]
    [TestCase(PostgresErrorCodes.UndefinedTable, false)]
    [TestCase(PostgresErrorCodes.ProgramLimitExceeded, false)]
    public void A_later_try_may_pass_where_nothing_is_wrong_with_the_request(string sqlState, bool mayPass) =>
        Assert.That(StorageErrors.IsUnavailable(new PostgresException("x", "ERROR", "ERROR", sqlState)), Is.EqualTo(mayPass));
}
