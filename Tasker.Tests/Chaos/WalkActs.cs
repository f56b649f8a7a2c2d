using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Tests.Support;

namespace Tasker.Tests.Chaos;

/// <summary>What a person may do, at random, to whatever there is. Any answer is right; an exception is not.</summary>
internal sealed class WalkActs(TaskerHarness client, Random random)
{
    private const string Actor = "user:walker";
    private const string Reason = "a step of the walk";

    private readonly HashSet<PauseTarget> _paused = [];

    /// <summary>How often each act took effect; one that never did was not tried by the walk.</summary>
    public Dictionary<string, int> Applied { get; } = [];

    public async Task DoAsync(IReadOnlyList<TaskId> tasks)
    {
        var task = tasks[random.Next(tasks.Count)];
        var step = task.Step(random.Next(await client.ScalarAsync<int>("select steps_total from tasker.tasks where task_id = $1", task.Value)));
        var ofStep = new StepActRequest { StepId = step, Actor = Actor, Reason = Reason };
        var ofTask = new TaskActRequest { TaskId = task, Actor = Actor, Reason = Reason };
        var (name, act) = random.Next(14) switch
        {
            0 or 1 => ("retry", Get<RetryStep>().HandleAsync(ofStep, default)),
            2 => ("fail", Get<FailStep>().HandleAsync(ofStep, default)),
            3 => ("resolve", Get<ResolveStep>().HandleAsync(ofStep, default)),
            4 => ("complete", Get<CompleteStep>().HandleAsync(
                new CompleteStepRequest { StepId = step, Actor = Actor, Reason = Reason, ResultJson = """{"by": "hand"}""" }, default)),
            5 => ("cancel task", Get<CancelTask>().HandleAsync(ofTask, default)),
            6 => ("resolve task", Get<ResolveTask>().HandleAsync(ofTask, default)),
            7 or 8 or 9 => ("retry all", Get<RetryAllFailed>().HandleAsync(ofTask, default)),
            10 => ("priority", Get<ChangePriority>().HandleAsync(
                new ChangePriorityRequest { TaskId = task, Priority = random.Next(-100, 101), Actor = Actor, Reason = Reason }, default)),
            11 => ("pause task", PauseAsync(PauseTarget.OfTask(task))),
            12 => ("pause namespace", PauseAsync(PauseTarget.OfNamespace(WalkWorkflow.Namespace))),
            _ => ("resume", ResumeAsync()),
        };
        if (await act is OperatorOutcome.Applied) Applied[name] = Applied.GetValueOrDefault(name) + 1;
    }

    public async Task ResumeAllAsync()
    {
        while (_paused.Count > 0) await ResumeAsync();
    }

    private Task<OperatorOutcome> PauseAsync(PauseTarget target)
    {
        _paused.Add(target);
        return Get<PauseWork>().HandleAsync(new PauseRequest { Target = target, Actor = Actor, Reason = Reason }, default);
    }

    private async Task<OperatorOutcome> ResumeAsync()
    {
        if (_paused.Count == 0) return new OperatorOutcome.NotFound();
        var target = _paused.First();
        _paused.Remove(target);
        return await Get<ResumeWork>().HandleAsync(new ResumeRequest { Target = target, Actor = Actor, Reason = Reason }, default);
    }

    private T Get<T>()
        where T : notnull => client.Services.GetRequiredService<T>();
}
