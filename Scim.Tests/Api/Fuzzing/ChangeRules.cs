namespace Scim.Tests.Api.Fuzzing;

/// <summary>What may have changed after an answer: nothing after an error, and else the resource that was addressed with what hangs on it.</summary>
internal static class ChangeRules
{
    /// <summary>Null where nothing is wrong.</summary>
    public static string? Fault(FuzzRequest request, RawAnswer? answer, StoredState before, StoredState after)
    {
        var added = after.Rows.Keys.Except(before.Rows.Keys).ToList();
        var removed = before.Rows.Keys.Except(after.Rows.Keys).ToList();
        var changed = before.Rows.Keys.Where(id => after.Rows.TryGetValue(id, out var row) && row.Whole != before.Rows[id].Whole).ToList();
        var members = after.Members.Except(before.Members).Concat(before.Members.Except(after.Members)).ToList();
        var logged = after.Changes - before.Changes;

        // The health checks take any method.
        if (answer is not { Status: 200 or 201 or 204, Body: not "Healthy" } || request.Method is not ("POST" or "PUT" or "PATCH" or "DELETE"))
            return Unchanged();
        if (BulkRules.IsAnswer(answer)) return BulkRules.Fault(answer, before, after);

        return request.Method switch
        {
            "POST" when answer.Status == 201 => Created(),
            "PUT" or "PATCH" => Updated(),
            "DELETE" => Deleted(),
            _ => Unchanged(),
        };

        string? Unchanged() => added.Count + removed.Count + changed.Count + members.Count + logged == 0 ? null : "Something stored has changed.";

        string? Created() =>
            added is not [var id] || removed.Count + changed.Count > 0 ? "A POST adds one resource and touches no other."
            : !answer.Headers.GetValueOrDefault("Location", "").EndsWith($"/{id}", StringComparison.Ordinal) ? "Location is not where the resource is."
            : members.Any(x => x.Group != id) ? "Members of another group have changed."
            : logged != 1 ? $"{logged} changes were logged."
            : null;

        string? Updated() =>
            added.Count + removed.Count > 0 || changed.Count > 1 ? "A change touches one resource."
            : changed.Any(id => !Names(id)) || members.Any(x => !Names(x.Group)) ? "Another resource has changed than the one addressed."
            : changed.Any(id => after.Rows[id].Version != before.Rows[id].Version + 1) ? "The version has not moved by one."
            : members.Count > 0 && changed.Count == 0 ? "Members have changed, and the version has not."
            : changed is [var only] && members.Count == 0 && after.Rows[only].Content == before.Rows[only].Content ? "The version has moved, and nothing else has."
            : logged != changed.Count ? $"{logged} changes were logged."
            : null;

        string? Deleted() =>
            removed is not [var id] || added.Count > 0 || !Names(id) ? "A DELETE removes the resource addressed."
            : members.Any(x => x.Group != id && x.Member != id) || after.Members.Any(x => x.Group == id || x.Member == id) ? "Memberships other than its own have changed."
            : !changed.Order().SequenceEqual(before.Members.Where(x => x.Member == id && x.Group != id).Select(x => x.Group).Order()) ? "Others than its groups have changed."
            : changed.Any(group => after.Rows[group].Version != before.Rows[group].Version + 1 || after.Rows[group].Content != before.Rows[group].Content)
                ? "Its groups get a new version and nothing else."
            : logged != 1 ? $"{logged} changes were logged."
            : null;

        bool Names(Guid id) => Uri.UnescapeDataString(request.Target).Contains(id.ToString(), StringComparison.Ordinal);
    }
}
