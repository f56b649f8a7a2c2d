using System.Text;
using System.Text.Json;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// Stores checkpoints of running attempts. What the handler wrote in a transaction of its own until then is committed with it, so that a
/// later execution, which goes on behind the checkpoint, finds it done.
/// </summary>
internal sealed class Checkpoints(TaskerDataSource data, NodeLease lease, WorkerOptions options, TimeProvider clock)
{
    /// <summary>Earlier checkpoints that are kept with a step.</summary>
    public const int MostHistory = 20;

    private const int MaxTries = 5;

    /// <summary>Stores a checkpoint.</summary>
    /// <returns>What is stored then, JSON.</returns>
    /// <exception cref="StepFailedException">It is too large, or cannot be stored for another reason that lies in it.</exception>
    /// <exception cref="OperationCanceledException">The attempt is no longer this node's; nothing was stored, and its handler must end.</exception>
    public async Task<string> SaveAsync(HeldStep attempt, StepTransaction own, NewCheckpoint checkpoint, CancellationToken ct)
    {
        if (Problem(checkpoint) is { } problem) throw new StepFailedException(problem, retryable: false) { ErrorType = ErrorTypes.InvalidOutcome };
        var saved = own.Transaction is null ? await SaveAsync(attempt, checkpoint, ct) : await own.CommitWithAsync(c => SaveAsync(c, attempt, checkpoint, ct));
        if (saved is null)
        {
            attempt.Cancel();
            throw new OperationCanceledException("the attempt is no longer this node's");
        }

        attempt.CheckpointSaved(saved, clock.GetUtcNow());
        return saved;
    }

    /// <summary>True when a yield would go on exactly where the last one did, and so for ever.</summary>
    public static bool IsStandingStill(string? last, NewCheckpoint next)
    {
        if (StepCheckpoint.Of(last) is not { } known) return false;
        using var cursor = JsonDocument.Parse(next.Cursor);
        return known.ItemsProcessed == next.ItemsProcessed && JsonElement.DeepEquals(known.Cursor, cursor.RootElement);
    }

    private async Task<string?> SaveAsync(HeldStep attempt, NewCheckpoint checkpoint, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await data.Engine.OpenConnectionAsync(ct);
                return await SaveAsync(connection, attempt, checkpoint, ct);
            }
            catch (Exception e) when (tries < MaxTries && Transient.IsWorthRetrying(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 << tries), clock, ct);
            }
        }
    }

    private Task<string?> SaveAsync(NpgsqlConnection connection, HeldStep attempt, NewCheckpoint checkpoint, CancellationToken ct) =>
        CheckpointWriter.SaveAsync(connection, lease.Node, attempt.StepId, attempt.Attempt, checkpoint, MostHistory, ct);

    private string? Problem(NewCheckpoint checkpoint)
    {
        var bytes = Encoding.UTF8.GetByteCount(checkpoint.Cursor) + Encoding.UTF8.GetByteCount(checkpoint.Accumulated ?? "");
        if (bytes > options.MaxCheckpointBytes)
        {
            return $"the checkpoint's cursor and accumulated results are {bytes} bytes long; at most {options.MaxCheckpointBytes} are stored (Tasker:Worker:MaxCheckpointBytes)";
        }

        if (checkpoint.ItemsProcessed < 0) return "a checkpoint cannot have processed less than no item";
        return (checkpoint.Cursor + checkpoint.Accumulated).Contains("\\u0000", StringComparison.Ordinal)
            ? "the checkpoint contains U+0000, which cannot be stored"
            : null;
    }
}
