namespace Scim.Doubles.Protocol;

/// <summary><c>?perpage&amp;page&amp;sort</c></summary>
internal sealed record Paging(int Page, int PerPage, string Sort)
{
    private const int DefaultPerPage = 1000;

    public static Paging Of(GrafanaRequest request, string perPage = "perpage") =>
        new(request.QueryNumber("page", 1), request.QueryNumber(perPage, DefaultPerPage), request.Query("sort"));

    public IEnumerable<T> Slice<T>(IEnumerable<T> all) => all.Skip((Page - 1) * PerPage).Take(PerPage);

    /// <param name="all">In the order that holds where the query asks for none.</param>
    /// <param name="keys">What can be sorted by, as in <c>login</c> for <c>login-asc</c> and <c>login-desc</c>.</param>
    public IEnumerable<T> Order<T>(IEnumerable<T> all, params (string Name, Func<T, string> Key)[] keys)
    {
        foreach (var (name, key) in keys)
        {
            if (Sort == $"{name}-asc") return all.OrderBy(key, StringComparer.Ordinal);
            if (Sort == $"{name}-desc") return all.OrderByDescending(key, StringComparer.Ordinal);
        }

        return all;
    }
}
