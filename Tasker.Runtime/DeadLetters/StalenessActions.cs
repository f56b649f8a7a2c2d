using Tasker.Data.Staleness;

namespace Tasker.Runtime.DeadLetters;

/// <summary>What a run would do, in the reference's words (R§10.2).</summary>
public static class StalenessActions
{
    /// <summary>The action that is planned.</summary>
    public static string Would(PlannedAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return (act.Enters, act.Fails) switch
        {
            (true, true) => "would_transition_to_dlq_and_error",
            (true, false) => "would_move_to_dlq_only",
            (false, true) => "would_transition_to_error_only",
            (false, false) => "would_do_nothing",
        };
    }
}
