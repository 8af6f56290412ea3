namespace Scim.Storage.Migrations;

/// <summary>The database could not be brought up to date. It is as it was before the script named in the message.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException()
    {
    }

    public MigrationException(string message)
        : base(message)
    {
    }

    public MigrationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
