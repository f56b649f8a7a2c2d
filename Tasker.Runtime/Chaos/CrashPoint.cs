namespace Tasker.Runtime.Chaos;

/// <summary>The places where a test lets a node die. Each lies between two effects that a crash could tear apart; docs/recovery.md says what heals it.</summary>
internal enum CrashPoint
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>A task is about to be written.</summary>
    BeforeCreate,

    /// <summary>A task is committed; nobody was told, claimed roots do not run yet.</summary>
    AfterCreate,

    /// <summary>Steps were claimed from a queue; none of them runs yet.</summary>
    AfterClaim,

    /// <summary>A handler is about to run.</summary>
    BeforeHandler,

    /// <summary>A handler has run; its result is nowhere but in memory.</summary>
    AfterHandler,

    /// <summary>Local path: ends are about to be written.</summary>
    BeforeAdvance,

    /// <summary>Local path: ends are committed; successors that were claimed with them do not run yet.</summary>
    AfterAdvance,

    /// <summary>A handler's transaction holds its writes and its result, and is not committed.</summary>
    BeforeHandlerCommit,

    /// <summary>A handler's transaction is committed; nobody was told.</summary>
    AfterHandlerCommit,

    /// <summary>Distributed path: results are committed; the orchestrator was not rung.</summary>
    AfterHandOver,

    /// <summary>Distributed path: results were taken from the queue, decided and written, and are not committed.</summary>
    BeforeAccept,

    /// <summary>Distributed path: results are accepted; nobody was told of the successors.</summary>
    AfterAccept,

    /// <summary>Local path: new steps of a decision or a batch are written with its end, and not committed.</summary>
    BeforeGrowth,

    /// <summary>Steps were queued again after their back-off; nobody was told.</summary>
    AfterStage,

    /// <summary>The lease is about to be renewed.</summary>
    BeforeRenewal,

    /// <summary>The lease was renewed.</summary>
    AfterRenewal,

    /// <summary>A dead node's attempts were read and not ended.</summary>
    BeforeReap,

    /// <summary>A page of a dead node's attempts was ended; the node is not marked as gone.</summary>
    AfterReap,

    /// <summary>An end is committed; its domain events are not published.</summary>
    BeforeEvents,

    /// <summary>Durable events were built, and are not published.</summary>
    BeforePublish,

    /// <summary>Durable events are published; their publishers were not told.</summary>
    AfterPublish,
}
