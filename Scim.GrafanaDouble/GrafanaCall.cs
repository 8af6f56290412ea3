namespace Scim.Doubles;

/// <summary>A call of the API, as it came and as it was answered.</summary>
/// <param name="Number">1 for the first since the start.</param>
/// <param name="Method">As in <c>POST</c>.</param>
/// <param name="Path">With the query.</param>
/// <param name="Status">Null where the connection was cut, and before the call is handled.</param>
/// <param name="Principal">The login of the user or service account; null where nobody was known by these credentials.</param>
/// <param name="Body">The request's.</param>
public sealed record GrafanaCall(long Number, string Method, string Path, int? Status, string? Principal, string Body);
