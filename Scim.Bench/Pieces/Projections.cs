using System.Buffers;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Scim.Bench.Seeding;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Bench.Pieces;

/// <summary>From the stored bytes to the answer's.</summary>
[MemoryDiagnoser]
public class Projections
{
    private const string BaseUri = "https://scim.example.com/scim";

    private readonly ArrayBufferWriter<byte> _output = new(4_096);
    private Resource _user = null!;
    private Projection _whole = null!;

    [GlobalSetup]
    public void Create()
    {
        var type = SchemaCatalogue.Load(null).FindType("User")!;
        var document = ResourceOperation.Create(type, Person.Body(7)).Draft.Document;
        _user = new Resource { Type = type, Id = SeedPlan.UserId(7), Version = 1, Created = DateTime.UnixEpoch, LastModified = DateTime.UnixEpoch, Document = Encoding.UTF8.GetBytes(document.ToJsonString()) };
        _whole = Projection.Default(type);
    }

    [Benchmark]
    public int AWholeUser()
    {
        _output.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_output, ResourceWriter.Options);
        ResourceWriter.Write(json, _output, _user, _whole, BaseUri);
        json.Flush();
        return _output.WrittenCount;
    }
}
