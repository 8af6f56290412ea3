namespace Scim.Storage.Filtering;

/// <summary>The values of a statement. Nothing of a request reaches SQL text: it is handed in here and named there.</summary>
internal sealed class SqlParameters
{
    private int _count;

    /// <summary>By their names, without the <c>@</c>.</summary>
    public Dictionary<string, object?> Values { get; } = [];

    /// <summary>Adds a value.</summary>
    /// <returns>Its name in SQL, with the <c>@</c>.</returns>
    public string Add(object value)
    {
        var name = $"f{_count++}";
        Values.Add(name, value);
        return "@" + name;
    }
}
