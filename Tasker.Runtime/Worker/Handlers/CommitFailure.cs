using Npgsql;
using Tasker.Runtime.Retry;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>
/// What an attempt ends with whose handler succeeded, but whose end could not be committed. Should the commit have
/// happened after all, its answer lost, the fence refuses this end and the success stands.
/// </summary>
internal static class CommitFailure
{
    /// <summary>The handler ended the transaction itself, against the rules: what it wrote can no longer be tied to its result.</summary>
    public static StepOutcome EndedByHandler { get; } =
        StepOutcome.PermanentFailure("the handler ended the transaction that the engine commits with the result", ErrorTypes.State);

    public static StepOutcome Of(NpgsqlException error) => new StepOutcome.Failed(new StepFailure
    {
        Message = $"the end of the step could not be committed: {(error as PostgresException)?.SqlState ?? error.GetType().Name}",
        ErrorType = (error as PostgresException)?.SqlState switch
        {
            null => ErrorTypes.DatabaseConnection,
            ['2', '3', ..] => ErrorTypes.DatabaseConstraint,
            ['4', '0', ..] or ['5', '5', ..] => ErrorTypes.DatabaseLock,
            _ => ErrorTypes.Database,
        },
    });
}
