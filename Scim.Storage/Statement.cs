using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Scim.Storage;

/// <summary>
/// A statement that is sent again and again. Its parameters have names here (<c>@id</c>) and places on the wire (<c>$1</c>), so that nobody has to look
/// for them in the text again at every call.
/// </summary>
internal sealed partial class Statement
{
    private readonly string _sql;
    private readonly string[] _names;

    public Statement(string text)
    {
        _names = [.. Name().Matches(text).Select(x => x.Groups[1].Value).Distinct()];
        _sql = Name().Replace(text, x => $"${Array.IndexOf(_names, x.Groups[1].Value) + 1}");
    }

    /// <summary>For a batch.</summary>
    /// <param name="values">One for each name; more do no harm.</param>
    public NpgsqlBatchCommand With(IReadOnlyDictionary<string, object?> values)
    {
        var command = new NpgsqlBatchCommand(_sql);
        Fill(command.Parameters, values);
        return command;
    }

    /// <summary>For one that runs alone.</summary>
    /// <param name="session">Where.</param>
    /// <param name="values">One for each name; more do no harm.</param>
    public NpgsqlCommand With(Session session, IReadOnlyDictionary<string, object?> values)
    {
        var command = new NpgsqlCommand(_sql, session.Connection, session.Transaction);
        Fill(command.Parameters, values);
        return command;
    }

    /// <summary>Runs it alone and reads nothing of what it finds.</summary>
    public async Task ExecuteAsync(Session session, IReadOnlyDictionary<string, object?> values, CancellationToken cancellationToken)
    {
        await using var command = With(session, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Fill(NpgsqlParameterCollection parameters, IReadOnlyDictionary<string, object?> values)
    {
        foreach (var name in _names) parameters.Add(Parameter(values[name]));
    }

    // What can be missing is text. With a type of its own for it, the statement would be another one to Npgsql, and not be prepared.
    private static NpgsqlParameter Parameter(object? value) => value is null
        ? new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = DBNull.Value }
        : new NpgsqlParameter { Value = value };

    // Our statements have no such word in a literal. Not the operators "@>", "@?" and "@@".
    [GeneratedRegex(@"(?<!@)@(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
