namespace Tasker.Data.Bench;

/// <summary>Counters of the server at one moment.</summary>
/// <param name="Lsn">End of the write-ahead log.</param>
/// <param name="NextXid">Next transaction id: the difference counts transactions that wrote.</param>
/// <param name="Transactions">Transactions of the database, reading ones too; lags until backends report.</param>
public readonly record struct BenchCounters(ulong Lsn, long NextXid, long Transactions);
