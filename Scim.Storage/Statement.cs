using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Scim.Storage;

/// <summary>
/// A statement whose text never changes. Its parameters have names here (<c>@id</c>) and places on the wire (<c>$1</c>), so that nobody has to look
/// for them in the text again at every call.
/// </summary>
internal sealed partial class Statement
{
    private readonly string _sql;
    private readonly string[] _names;

    private Statement(string text)
    {
        Text = text;
        _names = [.. Name().Matches(text).Select(x => x.Groups[1].Value).Distinct()];
        _sql = Name().Replace(text, x => $"${Array.IndexOf(_names, x.Groups[1].Value) + 1}");
    }

    /// <summary>As it was written, with names.</summary>
    public string Text { get; }

    /// <summary>Of a text that is put together once.</summary>
    public static implicit operator Statement(string text) => new(text);

    /// <summary>For a batch.</summary>
    /// <param name="values">One for each name; more do no harm.</param>
    public NpgsqlBatchCommand With(IReadOnlyDictionary<string, object?> values)
    {
        var command = new NpgsqlBatchCommand(_sql);
        foreach (var name in _names) command.Parameters.Add(Parameter(values[name]));
        return command;
    }

    // What can be missing is text. With a type of its own for it, the statement would be another one to Npgsql, and not be prepared.
    private static NpgsqlParameter Parameter(object? value) => value is null
        ? new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = DBNull.Value }
        : new NpgsqlParameter { Value = value };

    // Not the operators "@>", "@?" and "@@".
    [GeneratedRegex(@"(?<!@)@(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
