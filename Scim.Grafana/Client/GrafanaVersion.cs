using System.Globalization;

namespace Scim.Grafana.Client;

/// <summary>A version of Grafana, and what differs by it.</summary>
/// <param name="Text">As Grafana writes it; null where it is hidden.</param>
public sealed record GrafanaVersion(string? Text)
{
    public int Major { get; } = int.TryParse(Text?.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;

    /// <summary>Addresses of users and teams take uids in the place of numbers. Numbers work in all versions.</summary>
    public bool TakesUids => Major >= 12;

    /// <summary>Versions before this lack calls that are needed.</summary>
    public bool IsTooOld => Major is > 0 and < 10;

    public override string ToString() => Text ?? "of an unknown version";
}
