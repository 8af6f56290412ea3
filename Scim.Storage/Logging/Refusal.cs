namespace Scim.Storage.Logging;

/// <summary>A request that was refused, or an operation of a bulk request.</summary>
/// <param name="Operation">As in <see cref="LogEntry.Operation"/>.</param>
/// <param name="Type">The resource type, where one was named.</param>
/// <param name="Subject">What it was about.</param>
/// <param name="Status">What it was answered.</param>
/// <param name="Detail">Why, without personal data.</param>
public sealed record Refusal(string Operation, string? Type, LogSubject Subject, int Status, string Detail);
