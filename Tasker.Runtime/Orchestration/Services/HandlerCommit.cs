using System.Data;
using Npgsql;
using Tasker.Data.Flow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>Writes an attempt's end into its handler's own transaction and commits both together, or neither.</summary>
internal sealed class HandlerCommit(FlowOutcomes outcomes, CrashPoints crash)
{
    /// <summary>Ends the transaction.</summary>
    /// <param name="own">The handler's.</param>
    /// <param name="write">Writes the end over the connection; false: the attempt is no longer this node's.</param>
    /// <returns>
    /// Whether it was committed. With a failure that may not be known: the caller ends the attempt with it, and that end is refused if the
    /// commit happened.
    /// </returns>
    public async Task<(bool Committed, StepOutcome? Failure)> RunAsync(StepTransaction own, Func<NpgsqlConnection, Task<bool>> write)
    {
        try
        {
            if (own.Connection!.State != ConnectionState.Open || !await HandlerSession.PrepareForEndAsync(own.Connection, CancellationToken.None))
            {
                await own.DisposeAsync();
                return (false, CommitFailure.EndedByHandler);
            }

            if (!await write(own.Connection))
            {
                await own.Transaction!.RollbackAsync(CancellationToken.None);
                return (false, null);
            }

            crash.Pass(CrashPoint.BeforeHandlerCommit);
            await own.Transaction!.CommitAsync(CancellationToken.None);
            crash.Pass(CrashPoint.AfterHandlerCommit);
            return (true, null);
        }
        catch (NpgsqlException e)
        {
            outcomes.AnswerLost();
            await own.DisposeAsync();
            return (false, CommitFailure.Of(e));
        }
    }
}
