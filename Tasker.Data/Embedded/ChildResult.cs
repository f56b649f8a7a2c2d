namespace Tasker.Data.Embedded;

/// <summary>How a program ended; an exit code of -1 means that it could not be started.</summary>
internal sealed record ChildResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>What the program said, for an operator.</summary>
    public string Words => string.Join('\n', new[] { Error, Output }.Where(text => text.Length > 0));
}
