using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine;

/// <summary><c>attributes</c> or <c>excludedAttributes</c>; without names, neither.</summary>
internal sealed record Projection(bool Excludes, params string[] Names)
{
    public string Query => Names.Length == 0 ? "" : $"{(Excludes ? "excludedAttributes" : "attributes")}={string.Join(',', Names)}";

    public JsonObject Of(JsonObject resource)
    {
        if (Names.Length == 0) return resource;
        foreach (var name in resource.Select(x => x.Key).Where(x => x is not ("id" or "schemas")).ToList())
        {
            var isNamed = Names.Any(x => x.Equals(name, StringComparison.OrdinalIgnoreCase) || x == $"{name}:manager");
            if (isNamed == Excludes) resource.Remove(name);
        }

        return resource;
    }
}
