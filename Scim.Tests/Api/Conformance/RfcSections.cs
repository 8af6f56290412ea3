namespace Scim.Tests.Api.Conformance;

/// <summary>The numbered sections of the RFCs that the conformance table names.</summary>
internal static class RfcSections
{
    private static readonly Dictionary<string, HashSet<string>> All = new()
    {
        ["7643"] = Read(
            "1 1.1 1.2 2 2.1 2.2 2.3 2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.3.6 2.3.7 2.3.8 2.4 2.5 3 3.1 3.2 3.3 4 4.1 4.1.1 4.1.2 4.2 4.3 5 6 7",
            "8 8.1 8.2 8.3 8.4 8.5 8.6 8.7 8.7.1 8.7.2 9 9.1 9.2 9.3 10 10.1 10.2 10.2.1 10.3 10.3.1 10.3.2 10.4"),
        ["7644"] = Read(
            "1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 3.3.1 3.4 3.4.1 3.4.2 3.4.2.1 3.4.2.2 3.4.2.3 3.4.2.4 3.4.2.5 3.4.3",
            "3.5 3.5.1 3.5.2 3.5.2.1 3.5.2.2 3.5.2.3 3.6 3.7 3.7.1 3.7.2 3.7.3 3.7.4 3.8 3.9 3.10 3.11 3.12 3.13 3.14",
            "4 5 6 6.1 6.2 7 7.1 7.2 7.3 7.4 7.5 7.5.1 7.5.2 7.6 7.7 7.8 8 8.1 8.2"),
        ["9865"] = Read("1 1.1 1.2 2 2.1 2.2 2.3 2.4 3 4 5 5.1 5.2 5.3 5.4 6"),
    };

    public static bool Has(string rfc, string section) => All.TryGetValue(rfc, out var sections) && sections.Contains(section);

    private static HashSet<string> Read(params IEnumerable<string> lines) => [.. lines.SelectMany(x => x.Split(' '))];
}
