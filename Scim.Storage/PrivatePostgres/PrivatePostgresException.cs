namespace Scim.Storage.PrivatePostgres;

/// <summary>The private PostgreSQL could not be had; the message tells the operator what to do.</summary>
public sealed class PrivatePostgresException(string message, Exception? inner = null) : Exception(message, inner);
