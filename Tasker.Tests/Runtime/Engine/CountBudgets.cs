namespace Tasker.Tests.Runtime.Engine;

/// <summary>
/// What a step may cost, in things that can be counted and are the same on any machine (rows C1 to C5 and S3 of the budget table in
/// docs/performance.md). Measured on linear-4 with leases, fences and full history.
/// </summary>
internal static class CountBudgets
{
    /// <summary>C1: write transactions per step, one task at a time. n + 1 commits for n steps are 1.25; the rest is the heartbeat.</summary>
    public const double IdleWrites = 1.5;

    /// <summary>C2: write transactions per step in a burst.</summary>
    public const double BurstWrites = 0.05;

    /// <summary>C3: statements per step, one task at a time.</summary>
    public const double IdleStatements = 2;

    /// <summary>C3: statements per step in a burst.</summary>
    public const double BurstStatements = 0.1;

    /// <summary>
    /// C5: bytes of write-ahead log per step in a burst, without full-page images. The aim is 980; 1,300 to 1,490 are seen on a quiet machine, and
    /// 1,620 on one with eight builds beside it: what a node writes each second counts for more when the run takes longer.
    /// </summary>
    public const double WalBytes = 1600;

    /// <summary>S3: transactions a second, reading ones too, of an engine that has nothing to do.</summary>
    public const double IdleTransactions = 1;
}
