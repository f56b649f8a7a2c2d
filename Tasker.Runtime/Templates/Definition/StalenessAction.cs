namespace Tasker.Runtime.Templates;

/// <summary>What is done with a task that stayed too long in one state.</summary>
public enum StalenessAction
{
    /// <summary>It gets a dead-letter entry, for a person to look at.</summary>
    Dlq,

    /// <summary>It goes to <c>error</c>.</summary>
    Error,

    /// <summary>Nothing; it is only reported.</summary>
    None,
}
