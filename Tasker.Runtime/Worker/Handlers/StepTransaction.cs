using System.Data.Common;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>
/// The transaction that a handler asked for, if it did. Whoever ends the attempt writes the result into it and commits; whatever else
/// becomes of the attempt rolls it back.
/// </summary>
internal sealed class StepTransaction(TaskerDataSource data, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _once = new(1, 1);
    private bool _closed;

    /// <summary>The connection that the handler wrote on; null when it asked for none.</summary>
    public NpgsqlConnection? Connection { get; private set; }

    /// <summary>The open transaction; null when the handler asked for none.</summary>
    public NpgsqlTransaction? Transaction { get; private set; }

    /// <summary>The handler's run. One that does not end when it is cancelled may still be using the connection.</summary>
    public Task Handler { get; set; } = Task.CompletedTask;

    public async Task<DbTransaction> BeginAsync(CancellationToken ct)
    {
        await _once.WaitAsync(ct);
        try
        {
            if (_closed) throw new InvalidOperationException("the attempt is over; its transaction cannot be begun any more");
            if (Transaction is not null) return Transaction;
            Connection = await data.Handlers.OpenConnectionAsync(ct);
            var begun = await Connection.BeginTransactionAsync(ct);
            await HandlerSession.MarkAsync(Connection, ct);
            return Transaction = begun;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Writes something with what the handler wrote until now and commits both; a transaction begun later is another.</summary>
    /// <param name="write">Writes over the connection; null: the attempt is no longer this node's, and nothing is committed.</param>
    /// <exception cref="StepFailedException">The handler ended the transaction itself.</exception>
    public async Task<string?> CommitWithAsync(Func<NpgsqlConnection, Task<string?>> write)
    {
        await _once.WaitAsync();
        try
        {
            if (_closed || Connection is null) return null;
            if (!await HandlerSession.PrepareForEndAsync(Connection, CancellationToken.None))
            {
                throw new StepFailedException("the handler ended the transaction that the engine commits with the checkpoint", retryable: false);
            }

            if (await write(Connection) is not { } written) return null;
            await Transaction!.CommitAsync(CancellationToken.None);
            await ReleaseAsync();
            (Connection, Transaction) = (null, null);
            return written;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Rolls back what is not committed, and gives the connection back. A handler that was left behind loses its session.</summary>
    public async ValueTask DisposeAsync()
    {
        await _once.WaitAsync();
        try
        {
            if (_closed) return;
            _closed = true;
            if (Connection is null) return;
            if (!await HandlerEndedAsync()) await TerminateAsync(Connection.ProcessID);
            await ReleaseAsync();
        }
        finally
        {
            _once.Release();
        }
    }

    private async Task<bool> HandlerEndedAsync()
    {
        if (Handler.IsCompleted) return true;
        await Task.WhenAny(Handler, Task.Delay(Patience, clock));
        return Handler.IsCompleted;
    }

    private async Task TerminateAsync(int processId)
    {
        try
        {
            await HandlerSession.TerminateAsync(data.Engine, processId, CancellationToken.None);
            // The handler's statement fails now, and with it, nearly always, the handler.
            await Task.WhenAny(Handler, Task.Delay(Patience, clock));
        }
        catch (NpgsqlException)
        {
            // The server is not reachable: then neither is the session, which it ends by itself.
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            if (Transaction is not null) await Transaction.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session is gone, and the transaction with it.
        }

        try
        {
            await Connection!.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // As above.
        }
    }
}
