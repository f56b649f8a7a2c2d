using Npgsql;
using Tasker.Data.Reads;

namespace Tasker.Data.Failures;

/// <summary>Folds the history into failure clusters, one range of rows in one commit. Any number of nodes may try; one at a time does.</summary>
public static class FailureFold
{
    /// <summary>Folds the next range.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="most">Row numbers of the range at most.</param>
    /// <param name="ct">Cancels; a range that was not committed is folded again.</param>
    public static async Task<FoldResult> RunAsync(NpgsqlDataSource source, int most, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        return (await Rows.ListAsync(
            source, "select f.looked, f.failures, f.more from tasker.fold_failures($1) f", [Rows.Value(most)],
            row => new FoldResult(row.GetInt64(0), row.GetInt32(1), row.GetBoolean(2)), ct))[0];
    }
}
