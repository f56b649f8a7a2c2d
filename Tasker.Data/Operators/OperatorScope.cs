namespace Tasker.Data.Operators;

/// <summary>What an operator's act moves.</summary>
public enum OperatorScope
{
    /// <summary>Single steps.</summary>
    Step,

    /// <summary>Single steps with everything that depends on them: sent back to run again.</summary>
    Downstream,

    /// <summary>All steps in error of a task.</summary>
    FailedSteps,

    /// <summary>The task itself: it is closed, and its unfinished steps are cancelled.</summary>
    Task,
}
