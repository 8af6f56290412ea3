namespace Scim.Resources.Bulk;

/// <summary>
/// The ids behind <c>bulkId:x</c> (RFC 7644 section 3.7.2). The ids of new resources are made before anything is stored, so it does not matter
/// which operation comes first.
/// </summary>
/// <param name="created">The operation and the id behind each <c>bulkId</c>.</param>
internal sealed class BulkIds(IReadOnlyDictionary<string, (int Index, Guid Id)> created)
{
    private const string Prefix = "bulkId:";

    public static bool IsIn(string text) => text.Contains(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The id that stands for itself or behind <c>bulkId:</c>; the operation that was named is noted.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: no operation has that <c>bulkId</c>.</exception>
    public string Resolve(string id, SortedSet<int> references)
    {
        if (!id.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return id;
        if (!created.TryGetValue(id[Prefix.Length..], out var target))
            throw ScimException.InvalidValue($"No POST in this request has the bulkId {id[Prefix.Length..]}, which is referred to.");

        references.Add(target.Index);
        return target.Id.ToString();
    }

    /// <summary>The same at the end of an address, which may itself end in a slash.</summary>
    public string ResolveAddress(string address, SortedSet<int> references)
    {
        var start = address.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        if (start < 0 || (start > 0 && address[start - 1] != '/')) return address;

        var id = address[start..];
        return address[..start] + Resolve(created.ContainsKey(id[Prefix.Length..]) ? id : id.TrimEnd('/'), references);
    }
}
