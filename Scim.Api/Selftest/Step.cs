namespace Scim.Api.Selftest;

/// <summary>One thing that Entra does, and what it needs in return. To add one, put it into a file of Steps.</summary>
/// <param name="Name">What Entra does, in words that follow "Entra".</param>
/// <param name="Run">Sends the requests and checks the answers; what it makes is deleted afterwards.</param>
internal sealed record Step(string Name, Func<Talk, Task> Run)
{
    public required string Sends { get; init; }

    public required string Expects { get; init; }

    /// <summary>What goes wrong otherwise.</summary>
    public required string Why { get; init; }

    /// <summary>Null where both dialects are the same.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>Provisioning works without it.</summary>
    public bool IsRecommended { get; init; }

    /// <summary>What the server may say that it does not have; the step is then skipped.</summary>
    public Feature[] Needs { get; init; } = [];

    public string Section { get; init; } = "";
}

internal enum Feature
{
    Patch,
    Groups,
    Enterprise,
    Roles,
}
