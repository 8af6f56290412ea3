using BenchmarkDotNet.Attributes;
using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;
using Scim.Storage.Reading;

namespace Scim.Bench.Pieces;

/// <summary>From the text of a filter to the SQL that is sent.</summary>
[MemoryDiagnoser]
public class Filters
{
    private readonly ResourceType _user = SchemaCatalogue.Load(null).FindType("User")!;

    public static IEnumerable<string> Usual =>
    [
        "userName eq \"anna@example.com\"",
        "externalId eq \"58342554-38d6-4ec8-948c-50044d0a33fd\"",
        "emails[type eq \"work\"].value eq \"anna@example.com\"",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"42\" and active eq true",
    ];

    [ParamsSource(nameof(Usual))]
    public string Filter { get; set; } = "";

    [Benchmark]
    public object Parse() => ScimFilter.Parse(Filter);

    [Benchmark]
    public object ParseAndBind() => FilterBinder.Bind(_user, ScimFilter.Parse(Filter));

    [Benchmark]
    public object ParseAndCompile()
    {
        var query = new ListQuery([new Selection(_user, FilterBinder.Bind(_user, ScimFilter.Parse(Filter)))], 100);
        var statements = new ListStatements(query, new ResourceView("https://scim.example.com/scim", Members: false, Groups: true), "default", "{}");
        return statements.CanProbe ? statements.Probe : statements.Walk;
    }
}
