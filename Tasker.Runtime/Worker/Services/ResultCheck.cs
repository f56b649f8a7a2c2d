using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// Holds a handler's result against its step's schema, before anything is stored: on both paths, and before a handler's own transaction
/// commits. A step without a schema costs the test of a reference.
/// </summary>
internal sealed partial class ResultCheck(WorkerOptions options, ILogger<ResultCheck> logger)
{
    /// <summary>The outcome, or a permanent failure in place of a success whose result does not fit.</summary>
    public StepOutcome Apply(LoadedStep step, StepContext context, StepOutcome outcome)
    {
        if (step.ResultSchema is not { } schema || options.ResultSchema == ResultSchemaMode.Off) return outcome;
        // What cannot be stored fails anyway, and says why.
        if (ResultDecision.Storable(outcome, options.MaxResultBytes) is not StepOutcome.Succeeded success) return outcome;
        if (schema.Validate(JsonElement.Parse(success.ResultJson)) is not { Count: > 0 } errors) return outcome;
        var misfit = SchemaErrorText.Of(errors);
        if (options.ResultSchema == ResultSchemaMode.Fail)
        {
            return StepOutcome.PermanentFailure($"the result does not fit the step's result_schema: {misfit}", ErrorTypes.ResultSchema);
        }

        LogMisfit(logger, context.TaskId.Value, context.StepId.StepNo, step.Callable, misfit);
        return outcome;
    }

    [LoggerMessage(2004, LogLevel.Warning, "Result of step {StepNo} of task {TaskId} ({Callable}) does not fit its result_schema: {Misfit}")]
    private static partial void LogMisfit(ILogger logger, Guid taskId, int stepNo, string callable, string misfit);
}
