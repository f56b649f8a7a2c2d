using Tasker.Data.Workflow;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Worker;

/// <summary>Run the handler of an attempt that this node holds.</summary>
/// <param name="Step">The attempt, noted as held.</param>
internal sealed record ExecuteStep(HeldStep Step) : IMessage<Done>;

/// <summary>An attempt came to its end; answers whether the end was accepted.</summary>
/// <param name="Report">What came of it.</param>
internal sealed record CompleteStep(StepReport Report) : IMessage<bool>;

/// <summary>Publish the events of a committed ending; answers false when the buffer of subscribers was full.</summary>
/// <param name="Template">The template.</param>
/// <param name="Report">The attempt and what came of it.</param>
/// <param name="Outcome">What was committed.</param>
internal sealed record DispatchEvents(LoadedTemplate Template, StepReport Report, StepState Outcome) : IMessage<bool>;

/// <summary>Load the newest versions of templates again.</summary>
internal sealed record RefreshTemplates : IMessage<Done>;

/// <summary>How is the worker doing?</summary>
internal sealed record GetWorkerStatus : IMessage<WorkerStatus>;
