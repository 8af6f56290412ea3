namespace Scim.Storage.Reading;

/// <summary>A place between two resources of a list. It stays where it is, whatever is created and deleted around it.</summary>
/// <param name="Key">What the resource is sorted by: text, a number, a boolean, a time in UTC; null where it has no value, or nothing is sorted by.</param>
/// <param name="Id">The resource.</param>
/// <param name="Backward">The page in front of the resource, not the one behind it.</param>
public sealed record Position(object? Key, Guid Id, bool Backward);
