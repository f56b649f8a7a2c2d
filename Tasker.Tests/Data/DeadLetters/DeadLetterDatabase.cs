using Tasker.Data.DeadLetters;
using Tasker.Data.Flow;
using Tasker.Data.Staleness;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;

namespace Tasker.Tests.Data.DeadLetters;

/// <summary>Tasks that fail for good, tasks from long ago, and templates with a life of their own.</summary>
public class DeadLetterDatabase : FlowDatabase
{
    /// <summary>Limits of an hour in every state and a day for life; five minutes without a worker.</summary>
    public static StalenessLimits Limits { get; } = new()
    {
        States = Enumerable.Range(1, 8).ToDictionary(s => (TaskState)s, _ => TimeSpan.FromHours(1)),
        Life = TimeSpan.FromDays(1),
        Unserved = TimeSpan.FromMinutes(5),
        AutoFail = false,
        AutoDlq = true,
    };

    public DeadLetterReads Reads => new(Data);

    /// <summary>Ends an attempt as the engine does when nothing is left to try.</summary>
    public async Task<FlowResult> FailAsync(StepId step, string because = "AttemptsExhausted", string type = "handler_error", string message = "broken", short attempt = 1)
    {
        var failure = System.Text.Json.JsonSerializer.Serialize(
            new { error_type = type, message, final_because = because, attempt, code = "RETRY_LIMIT_EXCEEDED", retryable = false });
        await using var connection = await Engine.OpenConnectionAsync();
        var end = new StepEnd(step.Task, step.StepNo, attempt, StepState.Error, null, failure, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), false);
        return await FlowWriter.WriteAsync(connection, Node, [], [end], 0, CancellationToken.None);
    }

    /// <summary>Moves all that happened in a task into the past.</summary>
    public Task AgeAsync(TaskId task, string by) => ExecuteAsync(
        $"""
        update tasker.tasks set created_at = created_at - '{by}'::interval, changed_at = changed_at - '{by}'::interval,
            completed_at = completed_at - '{by}'::interval where task_id = '{task}';
        update tasker.steps set created_at = created_at - '{by}'::interval, changed_at = changed_at - '{by}'::interval,
            retry_at = retry_at - '{by}'::interval where task_id = '{task}';
        update tasker.transitions set at = at - '{by}'::interval where task_id = '{task}';
        update tasker.tasks_dlq set entered_at = entered_at - '{by}'::interval, resolved_at = resolved_at - '{by}'::interval where task_id = '{task}'
        """);

    /// <summary>A template of steps with a lifecycle, as publishing stores it.</summary>
    public async Task<int> TemplateWithAsync(string lifecycle, int steps = 1, (int From, int To)[]? edges = null)
    {
        var id = await TemplateAsync(steps, edges ?? []);
        await ExecuteAsync($"update tasker.templates set definition = jsonb_build_object('template', jsonb_build_object('lifecycle', '{lifecycle}'::jsonb)) where template_id = {id}");
        return id;
    }

    /// <summary>Looks, and acts on what was found.</summary>
    public async Task<(StalenessLook Look, StalenessResult Result)> RunAsync(StalenessLimits? limits = null)
    {
        var look = await LookAsync(limits);
        return (look, await StalenessStore.ActAsync(Engine, Node, [.. look.Planned.Select(p => p.TaskId)], limits ?? Limits, CancellationToken.None));
    }

    public Task<StalenessLook> LookAsync(StalenessLimits? limits = null) =>
        StalenessStore.LookAsync(Engine, StalenessPlace.Start, 1000, limits ?? Limits, CancellationToken.None);

    public async Task<DeadLetterEntry?> EntryAsync(TaskId task) => await Reads.OfTaskAsync(task, CancellationToken.None);
}
