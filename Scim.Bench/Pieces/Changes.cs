using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Scim.Bench.Seeding;
using Scim.Resources.Bodies;
using Scim.Resources.Operations;
using Scim.Resources.Patching;
using Scim.Resources.Schemas;

namespace Scim.Bench.Pieces;

/// <summary>Reading a new resource, and applying a PATCH to one.</summary>
[MemoryDiagnoser]
public class Changes
{
    private readonly ResourceType _user = SchemaCatalogue.Load(null).FindType("User")!;
    private readonly byte[] _body = Encoding.UTF8.GetBytes(Person.Body(7).ToJsonString());
    private readonly byte[] _patch = Encoding.UTF8.GetBytes("""
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
            {"op":"Replace","path":"displayName","value":"Anna Bauer"},
            {"op":"Replace","path":"emails[type eq \"work\"].value","value":"anna.bauer@example.com"},
            {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Sales"}]}
        """);

    private JsonObject _document = null!;

    [GlobalSetup]
    public void Create() => _document = ResourceOperation.Create(_user, Person.Body(7)).Draft.Document;

    [Benchmark]
    public object ReadAUser() => ResourceOperation.Create(_user, JsonBody.Parse(_body));

    [Benchmark]
    public object PatchThreeAttributes() => PatchRequest.Parse(_user, JsonBody.Parse(_patch)).Apply(_document);
}
