namespace Tasker.Web.Components.Failures;

/// <summary>What a person can do with a dead letter.</summary>
public enum DeadLetterAct
{
    /// <summary>The task's failed steps run again, and the entry is closed.</summary>
    Requeue,

    /// <summary>The entry is closed; the task is not touched.</summary>
    Close,

    /// <summary>Notes are kept with it; it stays pending.</summary>
    Annotate,
}
