using System.Data.Common;
using Npgsql;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>The transaction that a handler asked for, if it did. Whoever ends the attempt writes the result into it and commits.</summary>
internal sealed class StepTransaction(NpgsqlDataSource dataSource) : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);

    /// <summary>The connection that the handler wrote on; null when it asked for none.</summary>
    public NpgsqlConnection? Connection { get; private set; }

    /// <summary>The open transaction; null when the handler asked for none.</summary>
    public NpgsqlTransaction? Transaction { get; private set; }

    public async Task<DbTransaction> BeginAsync(CancellationToken ct)
    {
        await _once.WaitAsync(ct);
        try
        {
            if (Transaction is not null) return Transaction;
            Connection = await dataSource.OpenConnectionAsync(ct);
            Transaction = await Connection.BeginTransactionAsync(ct);
            return Transaction;
        }
        finally
        {
            _once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Transaction is not null) await Transaction.DisposeAsync();
        if (Connection is not null) await Connection.DisposeAsync();
        _once.Dispose();
    }
}
