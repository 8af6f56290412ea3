using BenchmarkDotNet.Attributes;
using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;
using Scim.Storage.Filtering;
using Scim.Storage.Reading;

namespace Scim.Bench.Pieces;

/// <summary>From the text of a filter to the SQL that is sent.</summary>
[MemoryDiagnoser]
public class Filters
{
    private readonly ResourceType _user = SchemaCatalogue.Load(null).FindType("User")!;

    public static IEnumerable<Case> Usual =>
    [
        new("userName", "userName eq \"anna@example.com\""),
        new("externalId", "externalId eq \"58342554-38d6-4ec8-948c-50044d0a33fd\""),
        new("emails[type].value", "emails[type eq \"work\"].value eq \"anna@example.com\""),
        new("URN and active", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"42\" and active eq true"),
    ];

    [ParamsSource(nameof(Usual))]
    public Case Filter { get; set; } = null!;

    [Benchmark]
    public object Parse() => ScimFilter.Parse(Filter.Text);

    [Benchmark]
    public object ParseAndBind() => FilterBinder.Bind(_user, ScimFilter.Parse(Filter.Text));

    /// <summary>To the condition that PostgreSQL gets.</summary>
    [Benchmark]
    public object ParseAndCompile() => SqlCompiler.Compile(_user, "@type", FilterBinder.Bind(_user, ScimFilter.Parse(Filter.Text)), "default", new SqlParameters());

    /// <summary>To the whole statement, as each request does it.</summary>
    [Benchmark]
    public object Statement()
    {
        var query = new ListQuery([new Selection(_user, FilterBinder.Bind(_user, ScimFilter.Parse(Filter.Text)))], 100);
        var statements = new ListStatements(query, new ResourceView("https://scim.example.com/scim", Members: false, Groups: true), "default", "{}");
        return statements.IsUnique ? statements.Only(isShallow: true) : statements.Probe;
    }

    /// <param name="Name">As the tables show it.</param>
    /// <param name="Text">The filter.</param>
    public sealed record Case(string Name, string Text)
    {
        public override string ToString() => Name;
    }
}
