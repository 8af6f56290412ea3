namespace Scim.Resources.Schemas;

/// <summary>A definition that cannot be loaded. The message names the file, the attribute and what to change.</summary>
public sealed class SchemaException : Exception
{
    public SchemaException(string file, string problem, Exception? innerException = null)
        : base($"{file}: {problem}", innerException) => File = file;

    public string File { get; }
}
