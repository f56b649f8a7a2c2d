namespace Tasker.Runtime.Worker.Services;

/// <summary>What one call of a handler came to.</summary>
/// <param name="Report">The attempt's end; null when it has none, or none of this node's.</param>
/// <param name="GoesOn">True when the handler yielded and is to be called again.</param>
internal readonly record struct StepRun(StepReport? Report, bool GoesOn = false)
{
    /// <summary>The attempt is no longer this node's to run.</summary>
    public static StepRun Nothing => default;

    /// <summary>The handler yielded.</summary>
    public static StepRun Again => new(null, GoesOn: true);
}
