namespace Scim.Resources;

/// <summary>The <c>scimType</c> values of RFC 7644 table 9 and RFC 9865 table 3 that a request can earn by its content.</summary>
public enum ScimErrorType
{
    ExpiredCursor,
    InvalidCount,
    InvalidCursor,
    InvalidFilter,
    InvalidPath,
    InvalidSyntax,
    InvalidValue,
    Mutability,
    NoTarget,
}

/// <summary>The request is refused with 400. The message becomes <c>detail</c>, so it says what to send instead.</summary>
public sealed class ScimException : Exception
{
    public ScimException()
    {
    }

    public ScimException(string message)
        : base(message)
    {
    }

    public ScimException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ScimException(ScimErrorType type, string detail, Exception? innerException = null)
        : base(detail, innerException) => Type = type;

    public ScimErrorType Type { get; } = ScimErrorType.InvalidValue;

    public static ScimException ExpiredCursor(string detail) => new(ScimErrorType.ExpiredCursor, detail);

    public static ScimException InvalidCount(string detail) => new(ScimErrorType.InvalidCount, detail);

    public static ScimException InvalidCursor(string detail) => new(ScimErrorType.InvalidCursor, detail);

    public static ScimException InvalidFilter(string detail) => new(ScimErrorType.InvalidFilter, detail);

    public static ScimException InvalidPath(string detail) => new(ScimErrorType.InvalidPath, detail);

    public static ScimException InvalidSyntax(string detail) => new(ScimErrorType.InvalidSyntax, detail);

    public static ScimException InvalidValue(string detail) => new(ScimErrorType.InvalidValue, detail);

    public static ScimException Mutability(string detail) => new(ScimErrorType.Mutability, detail);

    public static ScimException NoTarget(string detail) => new(ScimErrorType.NoTarget, detail);
}
