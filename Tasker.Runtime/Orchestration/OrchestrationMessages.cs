using Tasker.Data.Workflow;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration;

/// <summary>Create a task.</summary>
/// <param name="Request">What was asked for.</param>
internal sealed record ProcessTaskRequest(TaskRequest Request) : IMessage<TaskRequestOutcome>;

/// <summary>Decide about an attempt's result and advance its task; answers whether the result was accepted.</summary>
/// <param name="Report">The result.</param>
internal sealed record ProcessStepResult(StepReport Report) : IMessage<bool>;

/// <summary>Accept results that workers handed over through the queue; answers how many were taken.</summary>
/// <param name="Most">How many at most.</param>
internal sealed record ProcessHandedOver(int Most) : IMessage<int>;

/// <summary>Queue steps whose back-off is over; answers how many.</summary>
/// <param name="Most">How many at most.</param>
internal sealed record EnqueueReadySteps(int Most) : IMessage<int>;

/// <summary>Look again at a task from the truth of its steps, and settle it; answers whether anything had to be put right.</summary>
/// <param name="TaskId">The task.</param>
internal sealed record FinalizeTask(TaskId TaskId) : IMessage<bool>;
