using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Web.Components.Steps;

/// <summary>Why a step is not further than it is, in words. Pure.</summary>
internal static class WaitReason
{
    private const int MostNames = 3;

    /// <summary>The words; null for a step that has ended well or was given up.</summary>
    /// <param name="step">The step.</param>
    /// <param name="byNo">All steps of the task that are known.</param>
    public static string? Of(StepListItem step, IReadOnlyDictionary<int, StepListItem> byNo)
    {
        if (!StateNames.TryParseStep(step.State, out var state)) return null;
        return state switch
        {
            StepState.Pending => Pending(step, byNo),
            StepState.Enqueued => "in the queue until a worker takes it",
            StepState.InProgress => step.LeaseNode is { } node ? $"runs on node {node}" : "runs",
            StepState.EnqueuedForOrchestration => "its result is stored and waits for the orchestrator",
            StepState.EnqueuedAsErrorForOrchestration => "its failure is stored and waits for the orchestrator",
            StepState.WaitingForRetry => "backs off before the next attempt",
            StepState.Error => step.FailureMessage ?? "failed",
            StepState.Complete or StepState.Cancelled or StepState.ResolvedManually => null,
            _ => throw new InvalidOperationException($"No words for {state}."),
        };
    }

    private static string Pending(StepListItem step, IReadOnlyDictionary<int, StepListItem> byNo)
    {
        var open = step.Parents.Where(byNo.ContainsKey).Select(p => byNo[p]).Where(p => !IsSatisfied(p)).ToList();
        var failed = open.Where(p => p.State == StepState.Error.Text()).ToList();
        if (failed.Count > 0) return $"cannot start: {Names(failed)} failed";
        if (open.Count > 0) return $"waits for {Names(open)}";
        return step.Waits > 0 ? $"waits for {step.Waits} more steps" : "ready; is sent at the next opportunity";
    }

    private static bool IsSatisfied(StepListItem step) => StateNames.TryParseStep(step.State, out var state) && state.SatisfiesChildren();

    private static string Names(List<StepListItem> steps) =>
        string.Join(", ", steps.Take(MostNames).Select(s => s.Name)) + (steps.Count > MostNames ? $" and {steps.Count - MostNames} more" : "");
}
