using System.Text.Encodings.Web;

namespace Scim.Filter;

/// <summary>
/// The value of a comparison. Every literal keeps its text as it was sent, because only the attribute's type
/// says whether <c>007</c> is a number, a string or an error.
/// </summary>
/// <param name="Text">The text, of a string without quotes and escapes.</param>
public abstract record Literal(string Text)
{
    public override string ToString() => Text;
}

/// <summary><c>"ada"</c></summary>
public sealed record StringLiteral(string Text) : Literal(Text)
{
    public override string ToString() => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Text)}\"";
}

/// <summary><c>-1.5e3</c>: a JSON number of any size.</summary>
public sealed record NumberLiteral(string Text) : Literal(Text)
{
    public override string ToString() => Text;
}

/// <summary><c>true</c>, <c>false</c>, in any case.</summary>
public sealed record BooleanLiteral(string Text) : Literal(Text)
{
    public bool Value => Text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text;
}

/// <summary><c>null</c>, in any case.</summary>
public sealed record NullLiteral(string Text) : Literal(Text)
{
    public override string ToString() => Text;
}

/// <summary><c>jyoung</c>: a string without quotes, which some clients send and RFC 7644 does not have.</summary>
public sealed record WordLiteral(string Text) : Literal(Text)
{
    public override string ToString() => Text;
}
