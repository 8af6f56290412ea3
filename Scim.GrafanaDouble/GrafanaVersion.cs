using System.Globalization;

namespace Scim.Doubles;

/// <summary>What differs between Grafana's versions.</summary>
internal sealed record GrafanaVersion(int Major)
{
    public bool HasUids => Major >= 11;

    public bool TellsUidOfNewTeams => Major >= 12;

    public bool TellsUidOfNewUsers => Major >= 13;

    public int MinPasswordLength => Major < 11 ? 4 : 0;

    public bool NamesConflictsOfUpdates => Major >= 11;

    public string ExternalUserMessage => Major < 11 ? "User info cannot be updated for external Users" : "Cannot update external User";

    public string DeletedTeamMessage => Major < 12 ? "Failed to delete Team. ID not found" : "Team not found";

    public static GrafanaVersion Parse(string version) =>
        int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major is >= 10 and <= 13
            ? new GrafanaVersion(major)
            : throw new ArgumentException($"\"{version}\" is no version from 10 to 13, such as \"12.3.0\".", nameof(version));
}
