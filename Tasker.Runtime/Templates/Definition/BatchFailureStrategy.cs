namespace Tasker.Runtime.Templates;

/// <summary>What one failed worker of a batch means for the others.</summary>
public enum BatchFailureStrategy
{
    /// <summary>The others go on, and the convergence sees which failed.</summary>
    ContinueOnFailure,

    /// <summary>Workers that have not started are not started any more.</summary>
    FailFast,

    /// <summary>The failed batch is set aside for a person; the others count as the whole.</summary>
    Isolate,
}
