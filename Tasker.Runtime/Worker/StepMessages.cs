using Tasker.Data.Flow;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Worker;

/// <summary>Run the handler of an attempt that this node holds.</summary>
/// <param name="Step">The attempt.</param>
internal sealed record ExecuteStep(ClaimedStep Step) : IMessage<Done>;

/// <summary>An attempt came to its end; answers whether the end was accepted.</summary>
/// <param name="Report">What came of it.</param>
internal sealed record CompleteStep(StepReport Report) : IMessage<bool>;

/// <summary>Load the newest versions of templates again.</summary>
internal sealed record RefreshTemplates : IMessage<Done>;

/// <summary>How is the worker doing?</summary>
internal sealed record GetWorkerStatus : IMessage<WorkerStatus>;
