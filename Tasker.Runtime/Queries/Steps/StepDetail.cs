using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>A step with its payloads and neighbours.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="TaskState">The task's state by its stable name.</param>
/// <param name="Namespace">The template's namespace.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Version">The template's version.</param>
/// <param name="Step">What lists show.</param>
/// <param name="Payloads">The JSON values.</param>
/// <param name="Parents">Parents that exist, by number.</param>
/// <param name="Children">Children that exist, by number, at most 200.</param>
/// <param name="DependenciesSatisfied">True when every parent ended well.</param>
/// <param name="RetryEligible">True when it may be attempted (again).</param>
/// <param name="ReadyForExecution">True when it may start now.</param>
public sealed record StepDetail(
    TaskId TaskId, string TaskState, string Namespace, string Template, string Version, StepListItem Step, StepPayloads Payloads,
    IReadOnlyList<StepNeighbour> Parents, IReadOnlyList<StepNeighbour> Children, bool DependenciesSatisfied, bool RetryEligible,
    bool ReadyForExecution)
{
    /// <summary>Inputs, results and checkpoints that operators' acts replaced, the last first; at most 20.</summary>
    public IReadOnlyList<ReplacedPayload> Replaced { get; init; } = [];
}
