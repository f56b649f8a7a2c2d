using Tasker.Data.Flow;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>What a <see cref="StepContext"/> reaches out to.</summary>
/// <param name="Transaction">The handler's own transaction.</param>
/// <param name="Progress">Takes what the handler says about its progress.</param>
/// <param name="Checkpoint">Stores a checkpoint; answers with what is stored then.</param>
internal sealed record StepLinks(
    StepTransaction Transaction, Action<int, string?> Progress, Func<NewCheckpoint, CancellationToken, Task<string>> Checkpoint);
