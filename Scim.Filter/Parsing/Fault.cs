using Superpower.Model;

namespace Scim.Filter.Parsing;

/// <summary>Why a text was refused, and where; the position is empty where the text as a whole is at fault.</summary>
internal readonly record struct Fault(string Message, Position Position = default)
{
    public static Fault Syntax(Position position, string detail) =>
        new($"Syntax error (line {position.Line}, column {position.Column}): {detail}.", position);

    public static Fault Limit(Position position, string detail) =>
        new($"Limit exceeded (line {position.Line}, column {position.Column}): {detail}.", position);
}
