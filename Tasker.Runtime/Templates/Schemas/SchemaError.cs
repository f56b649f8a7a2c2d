namespace Tasker.Runtime.Templates;

/// <summary>One place of a value that does not fit its schema.</summary>
/// <param name="Pointer">JSON pointer of the place in the value; empty for the whole.</param>
/// <param name="Message">One sentence about what is expected. It never repeats the value, which may be confidential.</param>
public sealed record SchemaError(string Pointer, string Message);
